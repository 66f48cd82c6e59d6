"""A stock site's core entities, as an editor knows them; their types stand in stocktypes.pyi."""

from __future__ import annotations

from .sitetypes import SiteApi


class Api(SiteApi):
    """What ``connect()`` gives, to an editor; ``Api.of(api)`` makes the same of any api of APIv4.

    Its entities complete the fields and params that every site has, and take any other name.
    """
