"""Sphinx configuration."""

from civiapi import __version__

project = "civiapi"
author = "The civiapi developers"
copyright = "2026, The civiapi developers"
release = version = __version__

extensions = ["sphinx.ext.autodoc", "sphinx.ext.intersphinx"]
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_default_options = {"members": True, "show-inheritance": True}
intersphinx_mapping: dict[str, tuple[str, None]] = {}
nitpick_ignore_regex = [("py:.*", r".*")]

# most blocks are command lines and what they print; Python says so itself, by >>> or code-block
highlight_language = "none"
html_theme = "furo"
html_title = "civiapi"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_theme_options = {"light_css_variables": {"code-font-size": "75%"}}
exclude_patterns = ["_build"]
