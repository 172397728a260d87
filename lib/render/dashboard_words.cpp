#include "render/dashboard_words.h"

#include <fmt/format.h>

#include <array>

#include "core/check.h"

namespace dunning {
namespace {

constexpr DashboardWords english = {
    .language = "en",
    .title = "Receivables and dunning",
    .as_of = "As of",
    .open = "Open",
    .overdue = "Overdue",
    .on_account = "On account",
    .of_open = "of open",
    .invoices = "Invoices",
    .customers = "Customers",
    .aging = "Aging",
    .bucket = "Days overdue",
    .share = "Share",
    .chart = "Open amount by days overdue, one bar for each aging bucket.",
    .top_debtors = "Largest overdue customers",
    .customer = "Customer",
    .days_overdue = "Longest, days",
    .class_name = "Class",
    .notices = "Notices of the last run",
    .notice = "Notice",
    .level = "Level",
    .channel = "Channel",
    .total = "Total",
    .state = "State",
    .waiting = "Waiting for a person",
    .matter = "Matter",
    .detail = "Detail",
    .amount = "Amount",
    .since = "Since",
    .nothing_open = "Nothing is open.",
    .no_debtors = "No customer is overdue.",
    .no_notices = "Nothing went out.",
    .nothing_waits = "Nothing waits for a person.",
    .not_due = "Not due",
    .days_between = "{} days",
    .days_over = "Over {} days",
    .trend = "Trend by month",
    .trend_chart = "Open and overdue at the end of each month, and money that came in in it.",
    .month = "Month up to",
    .cash_in = "Money in",
    .rolls = "Where the money of a month ago is now",
    .from_bucket = "A month ago",
    .paid = "Paid",
    .credited = "Credited",
    .written_off = "Written off",
    .promises = "Promises due",
    .received = "Received",
    .pay_by = "By",
    .deadlines = "Deadlines of first notices",
    .invoice = "Invoice",
    .first_notice_by = "First notice by",
    .missed = "missed",
    .near = "near",
    .more = "and {} more",
    .more_money = "and {} more, together {}",
};

constexpr DashboardWords chinese = {
    .language = "zh-CN",
    .title = "应收与催收概览",
    .as_of = "截止日",
    .open = "未清余额",
    .overdue = "逾期金额",
    .on_account = "未核销余额",
    .of_open = "占未清余额",
    .invoices = "发票数",
    .customers = "客户数",
    .aging = "账龄分布",
    .bucket = "逾期天数",
    .share = "占比",
    .chart = "按逾期天数划分的未清余额，每个账龄段一条。",
    .top_debtors = "逾期金额最大的客户",
    .customer = "客户",
    .days_overdue = "最长逾期天数",
    .class_name = "逾期等级",
    .notices = "上次运行发出的催款通知",
    .notice = "通知",
    .level = "催收级别",
    .channel = "渠道",
    .total = "应付总额",
    .state = "状态",
    .waiting = "待人工处理",
    .matter = "事项",
    .detail = "说明",
    .amount = "金额",
    .since = "起始日",
    .nothing_open = "没有未清余额。",
    .no_debtors = "没有逾期客户。",
    .no_notices = "没有发出通知。",
    .nothing_waits = "没有待处理事项。",
    .not_due = "未到期",
    .days_between = "{} 天",
    .days_over = "{} 天以上",
    .trend = "月度趋势",
    .trend_chart = "每月末的未清余额与逾期金额，以及当月回款。",
    .month = "截至",
    .cash_in = "当月回款",
    .rolls = "一个月前的款项现在何处",
    .from_bucket = "一个月前",
    .paid = "已付",
    .credited = "贷项冲减",
    .written_off = "核销坏账",
    .promises = "待兑现的还款承诺",
    .received = "已到账",
    .pay_by = "承诺日期",
    .deadlines = "首次催款期限",
    .invoice = "发票",
    .first_notice_by = "首次催款不晚于",
    .missed = "已超期",
    .near = "临近",
    .more = "另有 {} 项",
    .more_money = "另有 {} 项，合计 {}",
};

constexpr DashboardWords german = {
    .language = "de",
    .title = "Forderungen und Mahnwesen",
    .as_of = "Stand",
    .open = "Offen",
    .overdue = "Überfällig",
    .on_account = "Nicht zugeordnet",
    .of_open = "vom Offenen",
    .invoices = "Rechnungen",
    .customers = "Kunden",
    .aging = "Altersstruktur",
    .bucket = "Tage überfällig",
    .share = "Anteil",
    .chart = "Offener Betrag nach Tagen der Überfälligkeit, ein Balken je Stufe.",
    .top_debtors = "Größte überfällige Kunden",
    .customer = "Kunde",
    .days_overdue = "Längste, Tage",
    .class_name = "Klasse",
    .notices = "Mahnungen des letzten Laufs",
    .notice = "Mahnung",
    .level = "Stufe",
    .channel = "Weg",
    .total = "Summe",
    .state = "Stand",
    .waiting = "Wartet auf eine Person",
    .matter = "Vorgang",
    .detail = "Einzelheit",
    .amount = "Betrag",
    .since = "Seit",
    .nothing_open = "Nichts ist offen.",
    .no_debtors = "Kein Kunde ist überfällig.",
    .no_notices = "Nichts ist hinausgegangen.",
    .nothing_waits = "Nichts wartet auf eine Person.",
    .not_due = "Nicht fällig",
    .days_between = "{} Tage",
    .days_over = "Über {} Tage",
    .trend = "Verlauf nach Monaten",
    .trend_chart = "Offen und überfällig am Ende jedes Monats und das Geld, das in ihm einging.",
    .month = "Monat bis",
    .cash_in = "Eingegangen",
    .rolls = "Wo das Geld von vor einem Monat heute ist",
    .from_bucket = "Vor einem Monat",
    .paid = "Bezahlt",
    .credited = "Gutgeschrieben",
    .written_off = "Ausgebucht",
    .promises = "Fällige Zusagen",
    .received = "Eingegangen",
    .pay_by = "Bis",
    .deadlines = "Fristen erster Mahnungen",
    .invoice = "Rechnung",
    .first_notice_by = "Erste Mahnung bis",
    .missed = "versäumt",
    .near = "nah",
    .more = "und {} weitere",
    .more_money = "und {} weitere, zusammen {}",
};

// One word in the three languages.
struct Translations {
    std::string_view en;
    std::string_view zh;
    std::string_view de;

    std::string_view in(const DashboardWords& words) const {
        if (words.language == "zh-CN") return zh;
        return words.language == "de" ? de : en;
    }
};

struct StateWord {
    std::string_view state;
    Translations word;
};

constexpr std::array state_words = {
    StateWord{"draft", {"draft", "草稿", "Entwurf"}},
    StateWord{"approved", {"approved", "已审批", "freigegeben"}},
    StateWord{"queued", {"queued", "排队中", "in der Warteschlange"}},
    StateWord{"sending", {"sending", "发送中", "wird gesendet"}},
    StateWord{"final", {"being sent", "发送中", "wird gesendet"}},
    StateWord{"sent", {"sent", "已发送", "versandt"}},
    StateWord{"delivered", {"delivered", "已送达", "zugestellt"}},
    StateWord{"failed", {"failed", "失败", "fehlgeschlagen"}},
    StateWord{"uncertain", {"uncertain", "不确定", "ungewiss"}},
    StateWord{"cancelled", {"cancelled", "已取消", "storniert"}},
    StateWord{"task", {"task", "任务", "Aufgabe"}},
};

Translations channel_translations(Channel channel) {
    switch (channel) {
        case Channel::email:
            return {"Email", "电子邮件", "E-Mail"};
        case Channel::sms:
            return {"SMS", "短信", "SMS"};
        case Channel::letter:
            return {"Letter", "信函", "Brief"};
        case Channel::phone:
            return {"Phone call", "电话", "Anruf"};
        case Channel::visit:
            return {"Visit", "上门拜访", "Besuch"};
        case Channel::meeting:
            return {"Meeting", "面谈", "Besprechung"};
        case Channel::referral:
            return {"Referral", "委外/法务", "Abgabe"};
        case Channel::note:
            return {"Note", "备注", "Notiz"};
    }
    DUNNING_CHECK(false);
}

Translations waiting_translations(WaitingKind kind) {
    switch (kind) {
        case WaitingKind::approval:
            return {"Approve", "待审批", "Freigabe"};
        case WaitingKind::task:
            return {"Task", "任务", "Aufgabe"};
        case WaitingKind::uncertain_delivery:
            return {"Delivery uncertain", "发送结果不确定", "Zustellung ungewiss"};
        case WaitingKind::broken_promise:
            return {"Promise broken", "承诺未兑现", "Zusage nicht gehalten"};
        case WaitingKind::broken_plan:
            return {"Plan broken", "还款计划违约", "Ratenplan gebrochen"};
        case WaitingKind::no_contact_point:
            return {"No contact point", "缺少联系方式", "Nicht erreichbar"};
    }
    DUNNING_CHECK(false);
}

}  // namespace

const DashboardWords& dashboard_words(std::string_view language) {
    if (language.starts_with("zh")) return chinese;
    return language.starts_with("de") ? german : english;
}

bool has_dashboard_words(std::string_view language) {
    return language.starts_with(dashboard_words(language).language.substr(0, 2));
}

std::string_view channel_word(Channel channel, const DashboardWords& words) {
    return channel_translations(channel).in(words);
}

std::string_view waiting_word(WaitingKind kind, const DashboardWords& words) {
    return waiting_translations(kind).in(words);
}

std::string_view state_word(std::string_view state, const DashboardWords& words) {
    for (const StateWord& known : state_words) {
        if (known.state == state) return known.word.in(words);
    }
    return state;
}

std::string bucket_words(std::string_view bucket, const DashboardWords& words) {
    if (bucket == "not_due") return std::string(words.not_due);
    if (bucket.ends_with('+')) {
        return fmt::format(fmt::runtime(words.days_over), bucket.substr(0, bucket.size() - 1));
    }
    std::string range(bucket);
    if (const auto hyphen = range.find('-'); hyphen != std::string::npos) {
        range.replace(hyphen, 1, "–");
    }
    return fmt::format(fmt::runtime(words.days_between), range);
}

}  // namespace dunning
