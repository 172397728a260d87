#include "cli/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning::cli {
namespace {

struct Word {
    std::string_view english;
    std::string_view chinese;
    std::string_view german;
};

// The terms are those of the domain: one word for one thing in each language.
constexpr Word words[] = {
    {"Amount", "金额", "Betrag"},
    {"Balance", "余额", "Saldo"},
    {"Channel", "渠道", "Kanal"},
    {"Class", "逾期等级", "Klasse"},
    {"Collector", "催收专员", "Sachbearbeiter"},
    {"Credit", "信用措施", "Kredit"},
    {"Currency", "币种", "Währung"},
    {"Customer", "客户", "Kunde"},
    {"Date", "日期", "Datum"},
    {"Days", "逾期天数", "Tage"},
    {"Days overdue", "逾期天数", "Tage überfällig"},
    {"Detail", "说明", "Einzelheit"},
    {"Due", "到期日", "Fällig"},
    {"Grade", "信用等级", "Bonität"},
    {"Invoice", "发票", "Rechnung"},
    {"Invoices", "发票数", "Rechnungen"},
    {"Issued", "开票日期", "Ausgestellt"},
    {"Kind", "类别", "Art"},
    {"Level", "催收级别", "Stufe"},
    {"Limit", "信用额度", "Limit"},
    {"Name", "名称", "Name"},
    {"Next", "下一步", "Nächster Schritt"},
    {"Not due", "未到期", "Nicht fällig"},
    {"Notice", "催款通知", "Mahnung"},
    {"Number", "单号", "Nummer"},
    {"On account", "未核销余额", "Auf Konto"},
    {"Open", "未清余额", "Offen"},
    {"Open items", "未清项目", "Offene Posten"},
    {"Overdue", "逾期金额", "Überfällig"},
    {"Paid", "已付", "Bezahlt"},
    {"Pay by", "付款期限", "Zahlbar bis"},
    {"Plan", "还款计划", "Ratenplan"},
    {"Reason", "原因", "Grund"},
    {"Receivables by age", "应收账款账龄", "Forderungen nach Alter"},
    {"Reference", "编号", "Referenz"},
    {"Rule", "规则", "Regel"},
    {"Segment", "分类", "Segment"},
    {"Since", "自", "Seit"},
    {"State", "状态", "Zustand"},
    {"Statement of account", "往来对账单", "Kontoauszug"},
    {"Status", "状态", "Status"},
    {"To", "收件人", "An"},
    {"Total", "合计", "Summe"},
    {"Until", "至", "Bis"},
    {"as of", "截止日", "Stichtag"},
    {"closing balance", "期末余额", "Endsaldo"},
    {"credit", "贷项", "Gutschrift"},
    {"customer", "个客户", "Kunde"},
    {"customers", "个客户", "Kunden"},
    {"discount", "提前付款折扣", "Skonto"},
    {"invoice", "发票", "Rechnung"},
    {"on account", "未核销", "auf Konto"},
    {"open invoice", "张未清发票", "offene Rechnung"},
    {"open invoices", "张未清发票", "offene Rechnungen"},
    {"opening balance", "期初余额", "Saldovortrag"},
    {"payment", "回款", "Zahlung"},
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

std::string counted(std::int64_t number, std::string_view one, std::string_view several) {
    return fmt::format("{} {}", number, number == 1 ? one : several);
}

}  // namespace dunning::cli
