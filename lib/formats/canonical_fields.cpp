#include "formats/canonical_fields.h"

namespace dunning {
namespace {

using Aliases = std::string_view[];

constexpr auto required = FieldNeed::required;
constexpr auto optional = FieldNeed::optional;

// Shared by several kinds.
constexpr Aliases customer_aliases = {
    "customerid",  "customernumber", "customerno", "customercode", "accountnumber",
    "debtor",      "客户编号",       "客户编码",   "客户代码",     "客户号",
    "客户",        "kundennummer",   "kundennr",   "kundenid",     "debitorennummer",
    "debitorennr", "debitor",        "kunde"};
constexpr Aliases currency_aliases = {
    "currencycode", "ccy",          "币种", "币别",     "货币",     "währung",
    "waehrung",     "währungscode", "wkz",  "货币代码", "币种代码", "währungskennzeichen"};
constexpr Aliases invoice_aliases = {"invoicenumber",   "invoiceno",      "invoiceid", "发票号",
                                     "发票号码",        "发票编号",       "原发票号",  "原发票号码",
                                     "rechnungsnummer", "rechnungsnr",    "rechnung",  "原发票编号",
                                     "rechnungnr",      "rechnungnummer", "发票"};
constexpr Aliases reference_aliases = {"paymentreference",
                                       "ref",
                                       "参考号",
                                       "付款参考",
                                       "附言",
                                       "referenz",
                                       "zahlungsreferenz",
                                       "verwendungszweck",
                                       "zahlungsreferenznr",
                                       "付款附言",
                                       "用途"};
constexpr Aliases description_aliases = {"text", "memo",         "摘要",        "备注",
                                         "说明", "beschreibung", "bezeichnung", "buchungstext"};

constexpr Aliases customer_id_aliases = {
    "customerid",   "customernumber", "customerno", "customercode",    "accountnumber",
    "customer",     "客户编号",       "客户编码",   "客户代码",        "客户号",
    "kundennummer", "kundennr",       "kundenid",   "debitorennummer", "debitorennr",
    "debitor",      "客户id",         "编号",       "nummer",
};
constexpr Aliases name_aliases = {"customername", "companyname", "company", "客户名称",  "名称",
                                  "公司名称",     "kundenname",  "firma",   "firmenname"};
// Of the customer beside an invoice, as our own lists have it, too.
constexpr Aliases buyer_aliases = {"name",     "companyname", "company", "客户名称",
                                   "公司名称", "kundenname",  "firma",   "firmenname"};
constexpr Aliases kind_aliases = {
    "customertype", "customerkind", "客户类型", "kundenart", "customersubtype",
    "kundentyp",    "kundentype",   "客户性质", "type",      "art",
    "typ",          "类型"};
constexpr Aliases language_aliases = {
    "lang", "语言", "sprache", "语种", "korrespondenzsprache", "sprachcode"};
constexpr Aliases country_aliases = {"countrycode",       "国家",    "国家代码", "land",
                                     "ländercode",        "国别",    "staat",    "laendercode",
                                     "länderkennzeichen", "landcode"};
constexpr Aliases timezone_aliases = {"tz", "时区", "zeitzone"};
constexpr Aliases email_aliases = {"emailaddress", "mail",         "邮箱", "电子邮箱",   "电子邮件",
                                   "邮箱地址",     "emailadresse", "电邮", "mailadresse"};
constexpr Aliases phone_aliases = {"telephone", "tel",      "phonenumber", "电话",
                                   "联系电话",  "电话号码", "telefon",     "telefonnummer",
                                   "固定电话",  "座机",     "telefonnr",   "rufnummer"};
constexpr Aliases mobile_aliases = {"mobilephone",  "mobilenumber", "cell",     "cellphone",
                                    "手机",         "手机号",       "手机号码", "mobil",
                                    "mobiltelefon", "mobilnummer",  "handy",    "移动电话",
                                    "handynummer",  "mobilnr"};
constexpr Aliases address_aliases = {"street",
                                     "streetaddress",
                                     "address1",
                                     "addressline1",
                                     "地址",
                                     "联系地址",
                                     "adresse",
                                     "anschrift",
                                     "straße",
                                     "strasse",
                                     "详细地址",
                                     "straßehausnummer",
                                     "straßeundhausnummer",
                                     "strasseundhausnummer",
                                     "straßehausnr",
                                     "strassehausnr"};
constexpr Aliases city_aliases = {"town", "城市", "ort", "stadt", "所在城市", "wohnort"};
constexpr Aliases postal_code_aliases = {"postcode", "zip", "zipcode",      "邮编",
                                         "邮政编码", "plz", "postleitzahl", "邮政代码"};
constexpr Aliases collector_aliases = {"催收专员", "催收员",   "sachbearbeiter",   "betreuer",
                                       "催收人",   "催收人员", "sachbearbeiterin", "betreuerin"};
constexpr Aliases credit_limit_aliases = {"信用额度", "授信额度", "kreditlimit", "信用限额",
                                          "kreditrahmen"};
constexpr Aliases contact_id_aliases = {"contactid",     "contactno", "联系编号",
                                        "kontaktnummer", "kontaktnr", "编号"};
constexpr Aliases contact_time_aliases = {"time", "datetime", "时间", "联系时间", "zeitpunkt"};
constexpr Aliases channel_aliases = {"medium", "渠道",     "联系方式",
                                     "kanal",  "沟通方式", "kontaktart"};
constexpr Aliases direction_aliases = {"方向", "richtung"};
constexpr Aliases outcome_aliases = {"result", "结果", "联系结果", "ergebnis"};
constexpr Aliases reason_aliases = {"原因", "逾期原因", "grund"};
constexpr Aliases note_aliases = {"notes",    "备注", "说明", "notiz",     "bemerkung", "comment",
                                  "comments", "备忘", "内容", "anmerkung", "kommentar", "vermerk"};
constexpr Aliases evidence_aliases = {"证据", "beleg"};
constexpr Aliases contact_address_aliases = {"to",   "number",   "phone", "recipient",
                                             "号码", "联系号码", "nummer"};
constexpr Aliases until_aliases = {"validuntil", "有效期至", "bis", "gültigbis"};
constexpr Aliases terms_days_aliases = {"账期",
                                        "信用期",
                                        "付款期限",
                                        "zahlungsziel",
                                        "账期天数",
                                        "账期天",
                                        "付款天数",
                                        "信用天数",
                                        "zahlungszieltage",
                                        "zahlungszielintagen",
                                        "zahlungsfrist",
                                        "zahlungsfristintagen"};
constexpr Aliases segment_aliases = {"客户分类",      "客户分组", "kundengruppe", "customersegment",
                                     "customergroup", "客户组",   "客户群",       "kundensegment"};

constexpr Aliases promise_id_aliases = {
    "promiseid", "promiseno", "承诺编号", "zusagenummer", "zusagenr", "编号", "nummer",
};
constexpr Aliases given_aliases = {"givenon", "promisedon", "承诺日期", "zugesagtam", "承诺日",
                                   "gegeben", "gegebenam",  "zugesagt", "zusagedatum"};
constexpr Aliases by_aliases = {"promisedby", "paydate",    "承诺还款日",   "zahlungbis",
                                "bis",        "承诺付款日", "承诺还款日期", "zahlbarbis"};
constexpr Aliases promised_amount_aliases = {"promisedamount", "承诺金额", "zugesagterbetrag",
                                             "betrag", "金额"};
constexpr Aliases invoices_aliases = {"invoice",  "invoicenumbers",   "发票",
                                      "发票号",   "发票号码",         "rechnungen",
                                      "rechnung", "rechnungsnummern", "rechnungsnummer"};
constexpr Aliases ended_aliases = {"endedon", "结束日期", "beendetam", "beendet", "endedatum"};
constexpr Aliases dispute_id_aliases = {
    "disputeid", "disputeno", "争议编号", "reklamationsnummer", "reklamationsnr", "编号", "nummer",
};
constexpr Aliases since_aliases = {"disputedon", "opened",   "争议日期",
                                   "seit",       "提出日期", "reklamiertam"};
constexpr Aliases disputed_amount_aliases = {"disputedamount", "争议金额", "strittigerbetrag",
                                             "betrag", "金额"};
constexpr Aliases owner_aliases = {"负责人", "zuständig"};
constexpr Aliases pay_by_aliases = {"payuntil", "付款期限", "zahlbarbis"};
constexpr Aliases plan_id_aliases = {
    "planid", "planno", "协议编号", "plannummer", "计划编号", "plannr", "编号", "nummer",
};
constexpr Aliases proposed_aliases = {"proposedon", "提出日期", "vorgeschlagenam"};
constexpr Aliases confirmed_aliases = {"confirmedon", "signed", "确认日期", "bestätigtam"};
constexpr Aliases rate_table_aliases = {"ratetable", "利率表", "tabelle"};
constexpr Aliases rate_from_aliases = {
    "validfrom", "effectivefrom", "effectivedate", "生效日期", "起始日期", "ab", "gültigab", "von"};
constexpr Aliases rate_aliases = {"interestrate", "利率", "satz", "zinssatz"};
constexpr Aliases source_aliases = {"来源", "quelle"};
constexpr Aliases installments_aliases = {"instalments", "分期", "raten"};

constexpr Aliases invoice_number_aliases = {
    "invoicenumber", "invoiceno", "invoiceid",       "invoice",     "documentnumber",
    "documentno",    "发票号",    "发票号码",        "发票编号",    "单据编号",
    "单据号",        "应收单号",  "rechnungsnummer", "rechnungsnr", "rechnung",
    "belegnummer",   "belegnr",   "rechnungnummer",  "rechnungnr",  "编号",
    "nummer",        "发票",      "应收单",
};
constexpr Aliases issued_aliases = {
    "issuedate", "invoicedate",    "documentdate", "date",  "开票日期", "发票日期",
    "单据日期",  "rechnungsdatum", "belegdatum",   "datum", "开具日期", "ausstellungsdatum",
    "日期"};
constexpr Aliases due_aliases = {"duedate",   "paymentdue", "netduedate",        "到期日",
                                 "到期日期",  "付款到期日", "fälligkeitsdatum",  "fälligkeit",
                                 "fälligam",  "fällig",     "faelligkeitsdatum", "faelligkeit",
                                 "zahlbarbis"};
constexpr Aliases amount_aliases = {
    "invoiceamount", "total",           "grossamount",  "金额",
    "发票金额",      "单据金额",        "价税合计",     "含税金额",
    "betrag",        "rechnungsbetrag", "bruttobetrag", "gesamtbetrag"};

// What is left of an invoice, beside its whole amount. Not for `amount`: an open amount is no
// invoice's amount, and what was paid of it would be taken off twice.
constexpr Aliases open_aliases = {"openamount",        "openbalance", "balance",    "amountdue",
                                  "outstandingamount", "outstanding", "balancedue", "未收金额",
                                  "未清余额",          "未核销余额",  "欠款金额",   "offenerbetrag",
                                  "restbetrag",        "offen",       "saldo"};

// For early payment. Not "discount" or "折扣" alone: with many programs that is a reduction which
// the amount has already.
constexpr Aliases discount_percent_aliases = {
    "discountrate", "cashdiscountpercent", "cashdiscount%", "discount%",      "现金折扣率",
    "skonto%",      "skontosatz",          "skontoprozent", "skontoinprozent"};
constexpr Aliases discount_amount_aliases = {"cashdiscountamount", "现金折扣金额", "skontobetrag"};
constexpr Aliases discount_until_aliases = {
    "discountdate", "discountduedate", "cashdiscountdate", "现金折扣到期日",
    "skontobis",    "skontodatum",     "skontofälligkeit", "skontofaelligkeit"};
constexpr Aliases discount_days_aliases = {"cashdiscountdays", "discountperiod", "现金折扣天数",
                                           "skontotage", "skontofrist"};

constexpr Aliases credit_number_aliases = {
    "creditnotenumber",
    "creditnoteno",
    "creditnote",
    "creditnumber",
    "documentnumber",
    "documentno",
    "贷项单号",
    "红字发票号",
    "红字发票号码",
    "单据编号",
    "单据号",
    "gutschriftsnummer",
    "gutschriftnr",
    "gutschrift",
    "belegnummer",
    "贷项通知单号",
    "gutschriftnummer",
    "gutschriftsnr",
    "gutschriftennummer",
    "rechnungskorrekturnummer",
    "belegnr",
    "编号",
    "nummer",
};
constexpr Aliases credit_date_aliases = {
    "issuedate", "creditdate",       "documentdate", "date",  "开票日期",       "单据日期",
    "日期",      "gutschriftsdatum", "belegdatum",   "datum", "gutschriftdatum"};
constexpr Aliases credit_amount_aliases = {
    "creditamount",      "total",    "金额",     "价税合计",         "betrag",
    "gutschriftsbetrag", "红字金额", "贷项金额", "gutschriftbetrag", "gutschriftsumme"};

constexpr Aliases payment_id_aliases = {
    "paymentid",  "paymentnumber", "paymentno", "transactionid",  "receiptnumber", "收款单号",
    "回款编号",   "流水号",        "交易号",    "zahlungsnummer", "zahlungsnr",    "zahlungsid",
    "交易流水号", "zahlungnummer", "zahlungnr", "编号",           "nummer",
};
constexpr Aliases payment_date_aliases = {
    "paymentdate",   "valuedate",       "bookingdate", "收款日期",      "回款日期",     "付款日期",
    "到账日期",      "交易日期",        "日期",        "zahlungsdatum", "wertstellung", "valuta",
    "buchungsdatum", "zahlungseingang", "datum",       "zahlungdatum",  "eingangsdatum"};
constexpr Aliases payment_amount_aliases = {"paymentamount", "amountpaid",    "金额",
                                            "收款金额",      "回款金额",      "付款金额",
                                            "betrag",        "zahlungsbetrag"};
constexpr Aliases method_aliases = {"paymentmethod", "付款方式",        "收款方式",
                                    "结算方式",      "zahlungsart",     "zahlungsweise",
                                    "支付方式",      "zahlungsmethode", "zahlungsmittel"};

constexpr Aliases payer_aliases = {"payername", "debtorname",   "付款人",
                                   "付款方",    "对方户名",     "付款人名称",
                                   "zahler",    "auftraggeber", "zahlungspflichtiger",
                                   "付款单位",  "付款人户名",   "einzahler"};
constexpr Aliases payer_account_aliases = {"payeriban",   "iban",       "付款账号", "对方账号",
                                           "kontonummer", "付款人账号", "对方账户"};
constexpr Aliases end_to_end_aliases = {"endtoendreference", "kundenreferenz"};

constexpr CanonicalField customers[] = {
    {"id", required, FieldType::text, customer_id_aliases},
    {"name", required, FieldType::text, name_aliases},
    {"kind", optional, FieldType::text, kind_aliases},
    {"language", optional, FieldType::text, language_aliases},
    {"country", optional, FieldType::text, country_aliases},
    {"timezone", optional, FieldType::text, timezone_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"email", optional, FieldType::text, email_aliases},
    {"phone", optional, FieldType::text, phone_aliases},
    {"mobile", optional, FieldType::text, mobile_aliases},
    {"address", optional, FieldType::text, address_aliases},
    {"city", optional, FieldType::text, city_aliases},
    {"postal_code", optional, FieldType::text, postal_code_aliases},
    {"collector", optional, FieldType::text, collector_aliases},
    {"credit_limit", optional, FieldType::amount, credit_limit_aliases},
    {"terms_days", optional, FieldType::text, terms_days_aliases},
    {"segment", optional, FieldType::text, segment_aliases},
};

constexpr CanonicalField invoices[] = {
    {"number", required, FieldType::text, invoice_number_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"issued", required, FieldType::date, issued_aliases},
    {"due", required, FieldType::date, due_aliases},
    {"amount", required, FieldType::amount, amount_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"reference", optional, FieldType::text, reference_aliases},
    {"description", optional, FieldType::text, description_aliases},
    {"customer_name", optional, FieldType::text, buyer_aliases},
    {"open", optional, FieldType::amount, open_aliases},
    {"paid_amount", optional, FieldType::amount, {}},
    {"discount_percent", optional, FieldType::text, discount_percent_aliases},
    {"discount_amount", optional, FieldType::amount, discount_amount_aliases},
    {"discount_until", optional, FieldType::date, discount_until_aliases},
    {"discount_days", optional, FieldType::text, discount_days_aliases},
};

constexpr CanonicalField credits[] = {
    {"number", required, FieldType::text, credit_number_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"issued", required, FieldType::date, credit_date_aliases},
    {"amount", required, FieldType::amount, credit_amount_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"invoice", optional, FieldType::text, invoice_aliases},
    {"description", optional, FieldType::text, description_aliases},
};

constexpr CanonicalField payments[] = {
    {"id", required, FieldType::text, payment_id_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"date", required, FieldType::date, payment_date_aliases},
    {"amount", required, FieldType::amount, payment_amount_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"invoice", optional, FieldType::text, invoice_aliases},
    {"reference", optional, FieldType::text, reference_aliases},
    {"method", optional, FieldType::text, method_aliases},
    {"payer", optional, FieldType::text, payer_aliases},
    {"payer_account", optional, FieldType::text, payer_account_aliases},
    {"end_to_end_id", optional, FieldType::text, end_to_end_aliases},
};

constexpr CanonicalField contacts[] = {
    {"id", required, FieldType::text, contact_id_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"at", required, FieldType::text, contact_time_aliases},
    {"channel", required, FieldType::text, channel_aliases},
    {"direction", required, FieldType::text, direction_aliases},
    {"outcome", required, FieldType::text, outcome_aliases},
    {"invoice", optional, FieldType::text, invoice_aliases},
    {"reason", optional, FieldType::text, reason_aliases},
    {"note", optional, FieldType::text, note_aliases},
    {"collector", optional, FieldType::text, collector_aliases},
    {"evidence", optional, FieldType::text, evidence_aliases},
    {"address", optional, FieldType::text, contact_address_aliases},
    {"until", optional, FieldType::text, until_aliases},
};

constexpr CanonicalField promises[] = {
    {"id", required, FieldType::text, promise_id_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"given", required, FieldType::date, given_aliases},
    {"by", required, FieldType::date, by_aliases},
    {"amount", required, FieldType::amount, promised_amount_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"invoices", optional, FieldType::text, invoices_aliases},
    {"payments", optional, FieldType::text, {}},
    {"note", optional, FieldType::text, note_aliases},
    {"ended", optional, FieldType::date, ended_aliases},
    {"outcome", optional, FieldType::text, outcome_aliases},
};

constexpr CanonicalField disputes[] = {
    {"id", required, FieldType::text, dispute_id_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"invoice", required, FieldType::text, invoice_aliases},
    {"since", required, FieldType::date, since_aliases},
    {"amount", optional, FieldType::amount, disputed_amount_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"reason", optional, FieldType::text, reason_aliases},
    {"owner", optional, FieldType::text, owner_aliases},
    {"note", optional, FieldType::text, note_aliases},
    {"ended", optional, FieldType::date, ended_aliases},
    {"outcome", optional, FieldType::text, outcome_aliases},
    {"pay_by", optional, FieldType::date, pay_by_aliases},
};

constexpr CanonicalField plans[] = {
    {"id", required, FieldType::text, plan_id_aliases},
    {"customer", required, FieldType::text, customer_aliases},
    {"proposed", required, FieldType::date, proposed_aliases},
    {"invoices", required, FieldType::text, invoices_aliases},
    {"installments", required, FieldType::text, installments_aliases},
    {"confirmed", optional, FieldType::date, confirmed_aliases},
    {"currency", optional, FieldType::text, currency_aliases},
    {"note", optional, FieldType::text, note_aliases},
};

constexpr CanonicalField rates[] = {
    {"table", required, FieldType::text, rate_table_aliases},
    {"from", required, FieldType::date, rate_from_aliases},
    {"rate", required, FieldType::number, rate_aliases},
    {"source", optional, FieldType::text, source_aliases},
};

}  // namespace

std::span<const CanonicalField> canonical_fields(ImportKind kind) {
    switch (kind) {
        case ImportKind::customers:
            return customers;
        case ImportKind::invoices:
            return invoices;
        case ImportKind::credits:
            return credits;
        case ImportKind::contacts:
            return contacts;
        case ImportKind::promises:
            return promises;
        case ImportKind::disputes:
            return disputes;
        case ImportKind::plans:
            return plans;
        case ImportKind::rates:
            return rates;
        case ImportKind::payments:
        case ImportKind::bank:  // a bank's own table, through a profile
            return payments;
    }
    return {};
}

std::vector<std::string> canonical_field_names(ImportKind kind) {
    std::vector<std::string> names;
    for (const auto& field : canonical_fields(kind)) names.emplace_back(field.name);
    return names;
}

}  // namespace dunning
