"""Every kind of portal, by the name it is served under."""

from tests.portals.site import Site
from tests.portals.sites import (
    aspx,
    epoint,
    gkmlpt,
    guarded,
    hanweb,
    lonsun,
    odd,
    oldasp,
    php,
    traps,
    trs,
    ucap,
    vsb,
)

KINDS: dict[str, type[Site]] = {
    "trs": trs.TrsSite,
    "hanweb": hanweb.HanwebSite,
    "gbk": oldasp.OldAspSite,
    "trs-other": trs.TrsOtherSite,
    "jpaas": hanweb.JpaasSite,
    "ucap": ucap.UcapSite,
    "vsb": vsb.VsbSite,
    "lonsun": lonsun.LonsunSite,
    "gkmlpt": gkmlpt.GkmlptSite,
    "epoint": epoint.EpointSite,
    "empire": php.EmpireSite,
    "dede": php.DedeSite,
    "powereasy": aspx.PowerEasySite,
    "aspnet": aspx.AspNetSite,
    "unlike": odd.UnlikeSite,
    "scripted": odd.ScriptedSite,
    "moved": odd.MovedSite,
    "challenge": guarded.ChallengeSite,
    "waf": guarded.WafSite,
    "busy": guarded.BusySite,
    "traps": traps.TrapSite,
}
