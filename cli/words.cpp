#include "cli/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "core/ascii.h"

namespace dunning::cli {
namespace {

struct Word {
    std::string_view english;
    std::string_view chinese;
    std::string_view german;
};

// The terms are those of the domain: one word for one thing in each language.
constexpr Word words[] = {
    {"#", "期数", "Nr."},
    {"% a year", "年利率%", "% im Jahr"},
    {"About", "说明", "Worüber"},
    {"About a plan", "还款计划事项", "Zum Ratenplan"},
    {"Agreed", "其中已约定", "davon vereinbart"},
    {"Amount", "金额", "Betrag"},
    {"As agreed", "按约定", "Vereinbart"},
    {"Assigned", "分组方式", "Zugeteilt"},
    {"Balance", "余额", "Saldo"},
    {"Because", "依据", "Weil"},
    {"Before", "上期", "Vorher"},
    {"Behaviour", "付款习惯", "Zahlungsweise"},
    {"Bucket", "账龄段", "Altersklasse"},
    {"By", "承诺日期", "Bis zum"},
    {"By a plan", "计划抵偿", "Durch Plan"},
    {"Came", "实收", "Eingegangen"},
    {"Candidates", "可能对应", "Mögliche"},
    {"Cash expected", "预计回款", "Erwartete Eingänge"},
    {"Change", "变动", "Änderung"},
    {"Channel", "渠道", "Kanal"},
    {"Charge", "费用编号", "Nebenforderung"},
    {"Charged", "已计收", "Berechnet"},
    {"Class", "逾期等级", "Klasse"},
    {"Collector", "催收专员", "Sachbearbeiter"},
    {"Contacts", "联系次数", "Kontakte"},
    {"Control total", "总账余额", "Kontrollsumme"},
    {"Correct by", "更正期限", "Zu berichtigen bis"},
    {"Cost", "成本", "Kosten"},
    {"Cost %", "成本率%", "Kosten %"},
    {"Covered by", "抵偿计划", "Abgegolten durch"},
    {"Credit", "信用措施", "Kredit"},
    {"Credited", "贷项冲减", "Gutgeschrieben"},
    {"Currency", "币种", "Währung"},
    {"Customer", "客户", "Kunde"},
    {"Customers", "客户数", "Kunden"},
    {"Date", "日期", "Datum"},
    {"Day count", "计息基准", "Zinsmethode"},
    {"Days", "天数", "Tage"},
    {"Days in use", "计息天数", "Tage der Nutzung"},
    {"Days overdue", "逾期天数", "Tage überfällig"},
    {"Detail", "说明", "Einzelheit"},
    {"Diff. high", "差值上限", "Diff. hoch"},
    {"Diff. low", "差值下限", "Diff. tief"},
    {"Difference", "差额", "Differenz"},
    {"Discount", "折扣", "Skonto"},
    {"Dispute", "争议", "Streitfall"},
    {"Disputed", "争议金额", "Bestritten"},
    {"Draft", "草案", "Entwurf"},
    {"Due", "到期日", "Fällig"},
    {"Ended", "失效日", "Beendet"},
    {"Entry", "记录", "Eintrag"},
    {"Exactly", "精确值", "Genau"},
    {"Expected", "预计回款", "Erwartet"},
    {"Expected loss", "预期损失", "Erwarteter Verlust"},
    {"File", "文件", "Datei"},
    {"First notice by", "首次通知期限", "Erste Mahnung bis"},
    {"Former", "原金额", "Zuvor"},
    {"Formula", "公式", "Formel"},
    {"Forward", "向后迁徙%", "Vorwärts %"},
    {"From", "自", "Von"},
    {"Given", "承诺于", "Gegeben am"},
    {"Grade", "信用等级", "Bonität"},
    {"Group", "分组", "Gruppe"},
    {"Handed to", "移交对象", "Übergeben an"},
    {"Handled by", "经办方", "Bearbeitet von"},
    {"High", "上限", "Hoch"},
    {"If paid", "付款条件", "Wenn bezahlt"},
    {"Import", "导入批次", "Import"},
    {"Inputs", "取数", "Eingaben"},
    {"Instalment", "期次", "Rate"},
    {"Interest", "利息", "Zinsen"},
    {"Invoice", "发票", "Rechnung"},
    {"Invoiced", "本期开票", "Fakturiert"},
    {"Invoices", "发票数", "Rechnungen"},
    {"Is in", "现账龄段", "Ist in"},
    {"Issued", "开票日期", "Ausgestellt"},
    {"Items", "笔数", "Posten"},
    {"Kind", "类别", "Art"},
    {"Last day", "截止日", "Letzter Tag"},
    {"Last step", "最近步骤", "Letzter Schritt"},
    {"Last year", "近一年", "Letztes Jahr"},
    {"Late", "逾期付清数", "Verspätet"},
    {"Late %", "逾期率%", "Verspätet %"},
    {"Level", "催收级别", "Stufe"},
    {"Limit", "信用额度", "Limit"},
    {"Listed", "催收金额", "Angemahnt"},
    {"Look for", "查找线索", "Zu suchen"},
    {"Low", "下限", "Tief"},
    {"Measure", "指标", "Kennzahl"},
    {"Money in", "回款", "Eingänge"},
    {"Month up to", "截至月", "Monat bis"},
    {"Name", "名称", "Name"},
    {"Net", "净额", "Netto"},
    {"Next", "下一步", "Nächster Schritt"},
    {"Next on", "最近一笔", "Nächster am"},
    {"No day", "日期不明", "Ohne Tag"},
    {"Not charged", "未计收", "Nicht berechnet"},
    {"Not due", "未到期", "Nicht fällig"},
    {"Notice", "催款通知", "Mahnung"},
    {"Notices", "通知数", "Mahnungen"},
    {"Now", "现余额", "Jetzt"},
    {"Number", "单号", "Nummer"},
    {"Of", "减免对象", "Wovon"},
    {"Off %", "偏差%", "Daneben %"},
    {"On account", "未核销余额", "Auf Konto"},
    {"Open", "未清余额", "Offen"},
    {"Open items", "未清项目", "Offene Posten"},
    {"Origin", "来源", "Herkunft"},
    {"Overdue", "逾期金额", "Überfällig"},
    {"Overdue %", "逾期率%", "Überfällig %"},
    {"Owner", "负责人", "Zuständig"},
    {"Page", "起始页", "Seite"},
    {"Pages", "页数", "Seiten"},
    {"Paid", "已付", "Bezahlt"},
    {"Paid items", "付清笔数", "Bezahlte Posten"},
    {"Pay by", "付款期限", "Zahlbar bis"},
    {"Payer", "付款人", "Zahler"},
    {"Payment", "付款", "Zahlung"},
    {"Plan", "还款计划", "Ratenplan"},
    {"Profile", "格式方案", "Profil"},
    {"Promise", "承诺", "Zusage"},
    {"Queued", "待发送", "Wartet"},
    {"Rate %", "比率%", "Quote %"},
    {"Reason", "原因", "Grund"},
    {"Receivables by age", "应收账款账龄", "Forderungen nach Alter"},
    {"Received", "已收", "Erhalten"},
    {"Recorded later", "事后入账", "Später erfasst"},
    {"Recovered", "已收回", "Eingebracht"},
    {"Reference", "编号", "Referenz"},
    {"Reference rate", "基准利率", "Referenzzins"},
    {"Referral", "移交案件", "Abgabe"},
    {"Reported", "报送金额", "Gemeldet"},
    {"Rule", "规则", "Regel"},
    {"Segment", "分类", "Segment"},
    {"Sent", "已发出", "Versandt"},
    {"Share", "占比", "Anteil"},
    {"Share %", "占比%", "Anteil %"},
    {"Since", "自", "Seit"},
    {"State", "状态", "Zustand"},
    {"Statement of account", "往来对账单", "Kontoauszug"},
    {"Status", "状态", "Status"},
    {"Sum", "累计", "Laufende Summe"},
    {"Text", "附言", "Text"},
    {"Then", "原余额", "Damals"},
    {"Ties to", "与之相符", "Stimmt mit"},
    {"To", "收件人", "An"},
    {"Total", "合计", "Summe"},
    {"Trend", "趋势", "Tendenz"},
    {"Unit", "单位", "Einheit"},
    {"Until", "至", "Bis"},
    {"Up to", "至", "Bis"},
    {"Usual days", "通常天数", "Üblich, Tage"},
    {"Value", "数值", "Wert"},
    {"Verdict", "结论", "Urteil"},
    {"Waived", "已减免", "Erlassen"},
    {"Waiver", "减免", "Erlass"},
    {"Was in", "原账龄段", "War in"},
    {"Who", "经办人", "Wer"},
    {"Why", "原因", "Warum"},
    {"Why here", "列入原因", "Warum hier"},
    {"Within a week", "误差一周内", "Auf eine Woche genau"},
    {"Written off", "核销", "Ausgebucht"},
    {"Year before", "前一年", "Jahr davor"},
    {"as of", "截止日", "Stichtag"},
    {"channel", "渠道", "Kanal"},
    {"class", "逾期等级", "Klasse"},
    {"closing balance", "期末余额", "Endsaldo"},
    {"collector", "催收专员", "Sachbearbeiter"},
    {"country", "国家", "Land"},
    {"credit", "贷项", "Gutschrift"},
    {"credited", "贷项冲减", "gutgeschrieben"},
    {"customer", "个客户", "Kunde"},
    {"customers", "个客户", "Kunden"},
    {"discount", "提前付款折扣", "Skonto"},
    {"invoice", "发票", "Rechnung"},
    {"kind", "类别", "Art"},
    {"later", "以后", "später"},
    {"level", "催收级别", "Stufe"},
    {"no day", "日期不明", "ohne Tag"},
    {"not_due", "未到期", "nicht fällig"},
    {"of it open", "其中未清", "davon offen"},
    {"on account", "未核销", "auf Konto"},
    {"open invoice", "张未清发票", "offene Rechnung"},
    {"open invoices", "张未清发票", "offene Rechnungen"},
    {"opening balance", "期初余额", "Saldovortrag"},
    {"paid", "已付", "bezahlt"},
    {"payment", "回款", "Zahlung"},
    {"procedure", "催收程序", "Verfahren"},
    {"reason", "原因", "Grund"},
    {"segment", "分类", "Segment"},
    {"template", "模板", "Vorlage"},
    {"written_off", "核销", "ausgebucht"},
};

}  // namespace

std::string word(std::string_view language, std::string_view english) {
    const std::string_view primary = language.substr(0, language.find('-'));
    const auto* found = std::ranges::find(words, english, &Word::english);
    if (found == std::end(words)) return std::string(english);
    if (primary == "zh") return std::string(found->chinese);
    if (primary == "de") return std::string(found->german);
    return std::string(english);
}

std::optional<std::string> spoken_language(std::string_view tag) {
    const std::string primary = lower_case(tag.substr(0, tag.find_first_of("-_")));
    if (primary == "zh") return "zh-CN";
    if (primary == "en" || primary == "de") return primary;
    return std::nullopt;
}

std::string heading_word(std::string_view language, std::string_view english) {
    assert(english.empty() || std::ranges::any_of(english, is_digit) ||
           std::ranges::find(words, english, &Word::english) != std::end(words));
    return word(language, english);
}

std::string counted(std::int64_t number, std::string_view one, std::string_view several) {
    return fmt::format("{} {}", number, number == 1 ? one : several);
}

}  // namespace dunning::cli
