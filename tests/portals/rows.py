"""The official rows of the four forms, with the ids of their figures (facts: REPORTS §B)."""

STAT2014 = (
    ("一、主动公开情况", "——", ""),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "proactive_total"),
    ("\u3000其中：主动公开规范性文件数", "条", "proactive_normative_docs"),
    ("\u3000制发规范性文件总数", "件", "normative_docs_issued"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", ""),
    ("\u30001.政府公报公开政府信息数", "条", "proactive_via_gazette"),
    ("\u30002.政府网站公开政府信息数", "条", "proactive_via_website"),
    ("\u30003.政务微博公开政府信息数", "条", "proactive_via_weibo"),
    ("\u30004.政务微信公开政府信息数", "条", "proactive_via_wechat"),
    ("\u30005.其他方式公开政府信息数", "条", "proactive_via_other"),
    ("二、回应解读情况", "——", ""),
    ("（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", "response_hot_topics"),
    ("（二）通过不同渠道和方式回应解读的情况", "——", ""),
    ("\u30001.参加或举办新闻发布会总次数", "次", "response_press_conferences"),
    ("\u3000\u3000其中：主要负责同志参加新闻发布会次数", "次", "response_press_conferences_principal"),
    ("\u30002.政府网站在线访谈次数", "次", "response_online_interviews"),
    (
        "\u3000\u3000其中：主要负责同志参加政府网站在线访谈次数",
        "次",
        "response_online_interviews_principal",
    ),
    ("\u30003.政策解读稿件发布数", "篇", "response_policy_interpretations"),
    ("\u30004.微博微信回应事件数", "次", "response_weibo_wechat"),
    ("\u30005.其他方式回应事件数", "次", "response_other"),
    ("三、依申请公开情况", "——", ""),
    ("（一）收到申请数", "件", "applications_received"),
    ("\u30001.当面申请数", "件", "applications_in_person"),
    ("\u30002.传真申请数", "件", "applications_fax"),
    ("\u30003.网络申请数", "件", "applications_online"),
    ("\u30004.信函申请数", "件", "applications_letter"),
    ("（二）申请办结数", "件", "applications_closed"),
    ("\u30001.按时办结数", "件", "applications_closed_on_time"),
    ("\u30002.延期办结数", "件", "applications_closed_extended"),
    ("（三）申请答复数", "件", "replies_total"),
    ("\u30001.属于已主动公开范围数", "件", "replies_already_public"),
    ("\u30002.同意公开答复数", "件", "replies_granted"),
    ("\u30003.同意部分公开答复数", "件", "replies_partial"),
    ("\u30004.不同意公开答复数", "件", "replies_refused"),
    ("\u3000\u3000其中：涉及国家秘密", "件", "refused_state_secret"),
    ("\u3000\u3000涉及商业秘密", "件", "refused_trade_secret"),
    ("\u3000\u3000涉及个人隐私", "件", "refused_privacy"),
    ("\u3000\u3000危及国家安全、公共安全、经济安全和社会稳定", "件", "refused_security_stability"),
    ("\u3000\u3000不是《条例》所指政府信息", "件", "refused_not_government_information"),
    ("\u3000\u3000法律法规规定的其他情形", "件", "refused_other_statutory"),
    ("\u30005.不属于本行政机关公开数", "件", "replies_not_this_agency"),
    ("\u30006.申请信息不存在数", "件", "replies_info_not_exist"),
    ("\u30007.告知作出更改补充数", "件", "replies_told_to_amend"),
    ("\u30008.告知通过其他途径办理数", "件", "replies_other_channel"),
    ("四、行政复议数量", "件", "review_total"),
    ("\u3000（一）维持具体行政行为数", "件", "review_upheld"),
    ("\u3000（二）被依法纠错数", "件", "review_corrected"),
    ("\u3000（三）其他情形数", "件", "review_other"),
    ("五、行政诉讼数量", "件", "litigation_total"),
    ("\u3000（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "litigation_upheld"),
    ("\u3000（二）被依法纠错数", "件", "litigation_corrected"),
    ("\u3000（三）其他情形数", "件", "litigation_other"),
    ("六、举报投诉数量", "件", "complaints_total"),
    ("七、依申请公开信息收取的费用", "万元", "fees_collected"),
    ("八、机构建设和保障经费情况", "——", ""),
    ("（一）政府信息公开工作专门机构数", "个", "org_dedicated_offices"),
    ("（二）设置政府信息公开查阅点数", "个", "org_reading_points"),
    ("（三）从事政府信息公开工作人员数", "人", "org_staff_total"),
    ("\u30001.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "org_staff_fulltime"),
    ("\u30002.兼职人员数", "人", "org_staff_parttime"),
    (
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
        "org_budget",
    ),
    ("九、政府信息公开会议和培训情况", "——", ""),
    ("（一）召开政府信息公开工作会议或专题会议数", "次", "meetings_count"),
    ("（二）举办各类培训班数", "次", "trainings_count"),
    ("（三）接受培训人员数", "人次", "trainees_count"),
)

LEGACY = (
    ("主动公开文件数", "条", "legacy_docs_disclosed"),
    ("其中：1．政府网站公开数", "条", "legacy_docs_via_website"),
    ("2．政府公报公开数", "条", "legacy_docs_via_gazette"),
    ("受理政府信息公开申请总数", "条", "legacy_applications_accepted"),
    ("其中：1．当面申请数", "条", "legacy_applications_in_person"),
    ("2．网上申请数", "条", "legacy_applications_online"),
    ("3．信函、传真申请数", "条", "legacy_applications_letter_fax"),
    ("对申请的答复总数", "条", "legacy_replies_total"),
    ("其中：1．同意公开答复数", "条", "legacy_replies_granted"),
    ("2．同意部分公开答复数", "条", "legacy_replies_partial"),
    ("3．不予公开答复数", "条", "legacy_replies_refused"),
    ("4．其他类型答复数", "条", "legacy_replies_other"),
    ("政府信息公开收费减免金额", "元", "legacy_fee_waived_yuan"),
    ("接受行政申诉、举报数", "件", "legacy_appeals_complaints"),
    ("行政复议数", "件", "legacy_reviews"),
    ("行政诉讼数", "件", "legacy_litigations"),
)

# article 20: (caption, heads, ((row label, id stems in the order of the heads), …))
ARTICLE20_2019 = (
    (
        "第二十条第（一）项",
        ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (
            ("规章", ("rules_made", "rules_published", "rules_public_total")),
            (
                "规范性文件",
                ("normative_docs_made", "normative_docs_published", "normative_docs_public_total"),
            ),
        ),
    ),
    (
        "第二十条第（五）项",
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("行政许可", ("licensing_items_last_year", "licensing_items_change", "licensing_decisions")),
            (
                "其他对外管理服务事项",
                (
                    "other_services_items_last_year",
                    "other_services_items_change",
                    "other_services_decisions",
                ),
            ),
        ),
    ),
    (
        "第二十条第（六）项",
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        (
            ("行政处罚", ("penalty_items_last_year", "penalty_items_change", "penalty_decisions")),
            ("行政强制", ("coercion_items_last_year", "coercion_items_change", "coercion_decisions")),
        ),
    ),
    (
        "第二十条第（八）项",
        ("信息内容", "上一年项目数量", "本年增/减"),
        (("行政事业性收费", ("fees_items_last_year", "fees_items_change")),),
    ),
    (
        "第二十条第（九）项",
        ("信息内容", "采购项目数量", "采购总金额"),
        (("政府集中采购", ("procurement_projects", "procurement_amount")),),
    ),
)
ARTICLE20_2021 = (
    (
        "第二十条第（一）项",
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        (
            ("规章", ("rules_made", "rules_repealed", "rules_in_force")),
            (
                "行政规范性文件",
                ("normative_docs_made", "normative_docs_repealed", "normative_docs_in_force"),
            ),
        ),
    ),
    ("第二十条第（五）项", ("信息内容", "本年处理决定数量"), (("行政许可", ("licensing_decisions",)),)),
    (
        "第二十条第（六）项",
        ("信息内容", "本年处理决定数量"),
        (("行政处罚", ("penalty_decisions",)), ("行政强制", ("coercion_decisions",))),
    ),
    (
        "第二十条第（八）项",
        ("信息内容", "本年收费金额（单位：万元）"),
        (("行政事业性收费", ("fees_amount",)),),
    ),
)

APPLICANTS = (
    "natural_person",
    "org_business",
    "org_research",
    "org_welfare",
    "org_legal_service",
    "org_other",
)
DENIED = (
    ("1.属于国家秘密", "denied_state_secret"),
    ("2.其他法律行政法规禁止公开", "denied_law_prohibits"),
    ("3.危及“三安全一稳定”", "denied_security_stability"),
    ("4.保护第三方合法权益", "denied_third_party"),
    ("5.属于三类内部事务信息", "denied_internal_affairs"),
    ("6.属于四类过程性信息", "denied_process_info"),
    ("7.属于行政执法案卷", "denied_enforcement_file"),
    ("8.属于行政查询事项", "denied_admin_query"),
)
UNABLE = (
    ("1.本机关不掌握相关政府信息", "unable_not_held"),
    ("2.没有现成信息需要另行制作", "unable_needs_creation"),
    ("3.补正后申请内容仍不明确", "unable_still_unclear"),
)
UNPROCESSED = (
    ("1.信访举报投诉类申请", "unprocessed_petition"),
    ("2.重复申请", "unprocessed_duplicate"),
    ("3.要求提供公开出版物", "unprocessed_publication"),
    ("4.无正当理由大量反复申请", "unprocessed_excessive"),
    ("5.要求行政机关确认或重新出具已获取信息", "unprocessed_reconfirm"),
)
OTHER_2021 = (
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other_no_correction"),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "other_fee_unpaid"),
    ("3.其他", "other_other"),
)
OUTCOMES = (
    ("结果维持", "upheld"),
    ("结果纠正", "corrected"),
    ("其他结果", "other"),
    ("尚未审结", "pending"),
    ("总计", "total"),
)
