"""The site's own schema: what entities, fields, actions and options it has.

``api.schema`` is a SiteSchema; what it gives are the frozen objects of ``model``.
"""

from .compare import Change, Difference, diff
from .generate import generate
from .lookup import Found
from .model import Action, CustomGroup, Entity, Field, Option, Param, Reference, Schema
from .nearest import nearest
from .site import SiteSchema

__all__ = [
    "Action",
    "Change",
    "CustomGroup",
    "Difference",
    "Entity",
    "Field",
    "Found",
    "Option",
    "Param",
    "Reference",
    "Schema",
    "SiteSchema",
    "diff",
    "generate",
    "nearest",
]
