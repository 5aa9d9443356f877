"""Maps how each kind of buyer reaches a company and tells whether it is ready for CRM."""

__version__ = "0.1.0"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
