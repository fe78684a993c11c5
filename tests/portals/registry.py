"""Every kind of portal, by the name it is served under."""

from tests.portals.site import Site
from tests.portals.sites import hanweb, oldasp, trs

KINDS: dict[str, type[Site]] = {
    "trs": trs.TrsSite,
    "hanweb": hanweb.HanwebSite,
    "gbk": oldasp.OldAspSite,
    "trs-other": trs.TrsOtherSite,
    "jpaas": hanweb.JpaasSite,
}
