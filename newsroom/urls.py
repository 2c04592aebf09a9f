"""Every address: the desk's and the readers'."""

from django.contrib import admin
from django.urls import include, path

from articles.views.preview import EditionPreview

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"

urlpatterns = [
    path("admin/preview/<int:number>/", EditionPreview.as_view(), name="preview"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]
