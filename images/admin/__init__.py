from images.admin.picture import PictureAdmin

__all__ = ["PictureAdmin"]
