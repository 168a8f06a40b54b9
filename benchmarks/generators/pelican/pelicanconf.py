"""The generated community as a site of Pelican."""

import json

SITENAME = "Riverbank Network"
SITEURL = "https://network.example"
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
ARTICLE_PATHS: list[str] = []
PAGE_PATHS = ["members", "programs", "cohorts", "skills", "proposals", "news", "playbooks", "pages"]
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES = ["members", "sitemap"]
MEMBERS_SAVE_AS = "members/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
JINJA_FILTERS = {"read": json.loads}
