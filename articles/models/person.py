"""The newsroom's people, as chiefs see them: Django's accounts, of whom articles/rights.py tells what they may do."""

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _


class Person(User):
    """An account. It is made, closed and given a password as Django's."""

    class Meta:
        proxy = True
        default_permissions = ()  # who may see and change what others may do is said in articles/rights.py
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()
