#include "formats/policy_reader.h"

#include <doctest/doctest.h>

#include "formats/statute_file.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"
#include "unit/formats/read_text.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

// What is wrong with the least policy and one line more, of which the test needs no places.
std::string problem_with(const std::string& addition) {
    const auto found = read_text(least_policy + addition).problems;
    if (found.empty()) return "";
    const auto& text = found.front();
    const auto all = found.size() == 1 ? "" : " (and more)";
    return text.substr(text.find(' ') + 1) + all;
}

const std::string whole_policy = R"([book]
name = "Jade River Trading Co., Ltd."
currency = "CNY"
timezone = "Asia/Shanghai"
language = "zh-CN"
country = "CN"
[ledger]
path = "books/ledger.db"
[calendar]
weekend = ["sat", "sun"]
holidays = ["2026-10-01", 2026-10-02]
working = ["2026-10-10"]
[aging]
basis = "issued"
buckets = [10, 20]
[[class]]
name = "mild"
from_day = 1
first_notice_within = "3wd"
[[class]]
name = "severe"
from_day = 30
[allocation]
order = ["exact_amount", "oldest_due"]
settles = ["costs", "interest", "principal"]
tolerance = "0.05"
[notify]
entry = "fit"
group = "invoice"
net_credits = false
clock_stops = ["hold"]
max_notices = 100
max_total = "5000"
max_data_age = "0d"
[promise]
grace = "2d"
[plan]
grace = "3d"
[[procedure]]
name = "retail"
when = { kind = "business", segment = ["retail"], country = ["CN"], class = ["mild"], min_open = "1000.00", max_open = "2000.00" }
  [[procedure.level]]
  name = "reminder"
  after = "3d"
  channels = ["email", "sms"]
  pay_within = "5wd"
[[procedure]]
name = "standard"
  [[procedure.level]]
  name = "reminder"
  after = "3d"
  channels = ["email"]
  [[procedure.level]]
  name = "final"
  after = "14d"
  from = "last_notice"
  gap = "7d"
  min_amount = "50.00"
  channels = ["letter"]
  also = ["phone", "visit"]
  letter = "registered"
  fee = "20.00 USD"
  interest = true
  approval = true
  credit = "stop"
  refer = "legal"
  wording = "final"
[interest]
method = "fixed"
rate = 12.10
day_count = "act/360"
first_day = "day_after_notice"
last_day = "day_before"
round = "daily"
grace = "1d"
cap = { percent_of_principal = "100", max_rate = 24 }
post = false
[[fee_tier]]
below = "1000.00"
fee = "40.00"
[[fee_tier]]
fee = "70.00"
[contact]
rules = ["courtesy"]
quiet_hours = ["20:00", "09:30"]
caps = [{ channel = "phone", count = 7, within = "7d" }, { channel = "any", count = 3, within = "7d" }]
gap = "1d"
send_on = "any_day"
[channel]
outbox = "out"
[channel.email]
transport = "outbox"
from = "AR <ar@example.com>"
[channel.letter]
transport = "outbox"
[channel.sms]
transport = "outbox"
[templates]
path = "texts"
[payment]
beneficiary = "Jade River"
iban = "DE89 3704 0044 0532 0130 00"
bic = "COBADEFFXXX"
account = "6222 0000"
bank = "Bank"
link = "https://pay.example.com/{customer}/{reference}"
qr = "link"
address = "1 River Road"
postal_code = "200000"
city = "Shanghai"
country = "CN"
[import.profile.ibm]
kind = "invoices"
columns = { number = "invoiceNumber", amount = ["InvoiceAmount", "Amount"] }
constants = { currency = "USD" }
date_format = "%m/%d/%Y"
decimal_mark = "."
delimiter = "\t"
)";

}  // namespace

TEST_CASE("policy: every key of the contract is read") {
    const auto read = read_text(whole_policy);
    REQUIRE(read.problems == Lines{});
    const Policy& p = *read.policy;
    CHECK(p.book.name == "Jade River Trading Co., Ltd.");
    CHECK(p.book.currency == "CNY"_currency);
    CHECK(p.book.timezone == "Asia/Shanghai");
    CHECK(p.book.language == "zh-CN");
    CHECK(p.book.country == "CN");
    CHECK(p.ledger_path == "books/ledger.db");
    CHECK(!p.calendar.is_working_day("2026-10-01"_date));
    CHECK(!p.calendar.is_working_day("2026-10-02"_date));
    CHECK(p.calendar.is_working_day("2026-10-10"_date));
    CHECK(p.aging_basis == AgingBasis::issued);
    CHECK(p.aging == AgingProfile({10, 20}));
    CHECK(p.classes == std::vector<OverdueClass>{{"mild", 1, "3wd"_duration}, {"severe", 30, {}}});
    CHECK(p.allocation.order ==
          std::vector{AllocationRule::exact_amount, AllocationRule::oldest_due});
    CHECK(p.tolerance == "0.05 CNY"_money);
    CHECK(p.notify.entry == Entry::fit);
    CHECK(p.notify.group == Grouping::invoice);
    CHECK(!p.notify.net_credits);
    CHECK(p.notify.clock_stops == std::vector{PauseKind::hold});
    CHECK(p.notify.max_notices == 100);
    CHECK(p.notify.max_total == "5000.00 CNY"_money);
    CHECK(p.notify.max_data_age == "0d"_duration);
    CHECK(p.agreements.promise.grace_days == 2);
    CHECK(p.agreements.plan.grace_days == 3);
    CHECK(p.outbox_path == "out");
    CHECK(p.mail_from == "AR <ar@example.com>");
    CHECK(p.templates_path == "texts");
    CHECK(p.payment.iban == "DE89 3704 0044 0532 0130 00");
    CHECK(p.payment.link == "https://pay.example.com/{customer}/{reference}");
    CHECK(p.payment.code == PaymentCode::link);
    CHECK(p.payment.address == "1 River Road");
    CHECK(p.payment.postal_code == "200000");
    CHECK(p.payment.city == "Shanghai");
    CHECK(p.payment.country == "CN");
}

TEST_CASE("policy: procedures and levels") {
    const Policy p = *read_text(whole_policy).policy;
    REQUIRE(p.procedures.size() == 2);
    const auto& when = p.procedures[0].when;
    CHECK(when.kind == CustomerKind::business);
    CHECK(when.segment == Lines{"retail"});
    CHECK(when.country == Lines{"CN"});
    CHECK(when.class_name == Lines{"mild"});
    CHECK(when.min_open == "1000.00 CNY"_money);
    CHECK(when.max_open == "2000.00 CNY"_money);
    CHECK(p.procedures[0].levels[0].pay_within == "5wd"_duration);
    REQUIRE(p.procedures[1].levels.size() == 2);
    const auto& level = p.procedures[1].levels[1];
    CHECK(level.name == "final");
    CHECK(level.after == "14d"_duration);
    CHECK(level.from == LevelFrom::last_notice);
    CHECK(level.gap == "7d"_duration);
    CHECK(level.min_amount == "50.00 CNY"_money);
    CHECK(level.channels == std::vector{Channel::letter});
    CHECK(level.also == std::vector{Channel::phone, Channel::visit});
    CHECK(level.letter == LetterKind::registered);
    CHECK(level.fee == fixed_fee("20.00 USD"_money));
    CHECK(level.interest);
    CHECK(level.approval);
    CHECK(level.credit == CreditAction::stop);
    CHECK(level.refer == Referral::legal);
    CHECK(level.wording == "final");
}

TEST_CASE("policy: interest, fees, contact, profiles") {
    const Policy p = *read_text(whole_policy).policy;
    CHECK(p.interest == InterestTerms{.method = InterestMethod::fixed,
                                      .yearly = "12.1"_rate,
                                      .day_count = DayCount::act_360,
                                      .first_day = InterestFirstDay::day_after_notice,
                                      .last_day = InterestLastDay::day_before,
                                      .round = InterestRounding::daily,
                                      .grace_days = 1,
                                      .cap_percent_of_principal = "100"_rate,
                                      .max_rate = "24"_rate});
    CHECK(p.fees.tiers ==
          std::vector<FeeTier>{{.below = "1000.00 CNY"_money, .fee = {.fixed = "40.00 CNY"_money}},
                               {.fee = {.fixed = "70.00 CNY"_money}}});
    CHECK(p.contact.quiet_from == 20 * 60);
    CHECK(p.contact.quiet_to == 9 * 60 + 30);
    CHECK(p.contact.gap == "1d"_duration);
    CHECK(!p.contact.working_days_only);
    REQUIRE(p.contact.caps.size() == 2);
    CHECK(p.contact.caps[0].channel == Channel::phone);
    CHECK(p.contact.caps[0].count == 7);
    CHECK(!p.contact.caps[1].channel);
    const auto* profile = find_profile(p, "ibm");
    REQUIRE(profile);
    CHECK(profile->kind == "invoices");
    CHECK(profile->columns.at("number") == Lines{"invoiceNumber"});
    CHECK(profile->columns.at("amount") == Lines{"InvoiceAmount", "Amount"});
    CHECK(profile->constants.at("currency") == "USD");
    CHECK(profile->date_format == "%m/%d/%Y");
    CHECK(profile->decimal_mark == '.');
    CHECK(profile->delimiter == '\t');
}

TEST_CASE("policy: a profile says how rows are chosen, signed and joined") {
    const Policy p = policy_with(R"(
[import.profile.books]
kind         = "invoices"
about        = "Our books"
draft        = true
date_format  = "%d%m"
encoding     = "GBK"
sheet        = "Open items"
sign         = { column = ["S/H", "D/C"], plus = ["S", ""], minus = "H", ignore = "-" }
only         = { Konto = ["10000..69999", "ZZ"] }
skip         = [{ column = ["Type", "Art"], values = "", optional = true }]
line_items   = "add_up"
heading_rows = "skip"
terms_days   = 30
words        = { currency = { "DM" = "EUR" } }
year_cell    = { row = 1, cell = 13 }
above        = { currency = { row = 1, cell = 22 } }
expect       = [{ row = 1, cell = 14, value = "4", meaning = "four digits" }]
)");
    const auto* profile = find_profile(p, "books");
    REQUIRE(profile);
    CHECK(profile->about == "Our books");
    CHECK(profile->draft);
    CHECK(!profile->shipped);
    CHECK(profile->date_format == "%d%m");
    CHECK(profile->encoding == "GBK");
    CHECK(profile->sheet == "Open items");
    REQUIRE(profile->sign);
    CHECK(profile->sign->headings == Lines{"S/H", "D/C"});
    CHECK(profile->sign->plus == Lines{"S", ""});
    CHECK(profile->sign->minus == Lines{"H"});
    CHECK(profile->sign->ignore == Lines{"-"});
    REQUIRE(profile->only.size() == 1);
    CHECK(profile->only[0].headings == Lines{"Konto"});
    CHECK(profile->only[0].values == Lines{"ZZ"});
    REQUIRE(profile->only[0].ranges.size() == 1);
    CHECK(profile->only[0].ranges[0].first == 10000);
    CHECK(profile->only[0].ranges[0].last == 69999);
    CHECK(profile->only[0].need == ColumnNeed::required);
    REQUIRE(profile->skip.size() == 1);
    CHECK(profile->skip[0].headings == Lines{"Type", "Art"});
    CHECK(profile->skip[0].values == Lines{""});
    CHECK(profile->skip[0].need == ColumnNeed::optional);
    CHECK(profile->line_items == LineItems::add_up);
    CHECK(profile->heading_rows == "skip");
    CHECK(profile->terms_days == 30);
    CHECK(profile->words.at("currency").at("DM") == "EUR");
    REQUIRE(profile->year_cell);
    CHECK(profile->year_cell->cell == 13);
    CHECK(profile->above.at("currency").cell == 22);
    REQUIRE(profile->expect.size() == 1);
    CHECK(profile->expect[0].place.cell == 14);
    CHECK(profile->expect[0].value == "4");
    CHECK(profile->expect[0].meaning == "four digits");
}

TEST_CASE("policy: absent keys have their defaults") {
    const Policy p = policy_with("");
    CHECK(p.book.currency == "EUR"_currency);
    CHECK(p.tolerance == "0.00 EUR"_money);
    CHECK(p.ledger_path == "ledger.db");
    CHECK(p.outbox_path == "outbox");
    CHECK(p.classes.empty());
    CHECK(p.interest == InterestTerms{});
    CHECK(p.procedures[0].levels[0].pay_within == "7d"_duration);
    CHECK(p.calendar.covers(2199));
    CHECK(policy_with("[book]\ncurrency = \"JPY\"\n").tolerance == "0 JPY"_money);
}

TEST_CASE("policy: all problems at once, in the order of the file") {
    CHECK(
        read_text("[book]\n"
                  "naem = \"x\"\n"
                  "currency = \"XXQ\"\n"
                  "[notify]\n"
                  "grce = 1\n"
                  "entry = \"stp\"\n"
                  "net_credits = \"yes\"\n"
                  "[[procedure]]\n"
                  "name = \"standard\"\n"
                  "  [[procedure.level]]\n"
                  "  name = \"客户\" # text before a value on the next line\n"
                  "  after = \"3x\"\n"
                  "  channels = [\"email\", \"leter\"]\n"
                  "  fee = 20.00\n"
                  "[bok]\n")
            .problems ==
        Lines{
            "p.toml:2:1: unknown key 'naem' in [book]\n    did you mean 'name'?",
            "p.toml:3:12: currency 'XXQ' is not a currency code of ISO 4217 (in [book])\n    as in "
            "\"EUR\", \"CNY\", \"USD\"",
            "p.toml:5:1: unknown key 'grce' in [notify]",
            "p.toml:6:9: entry 'stp' is none of: step, fit (in [notify])\n    did you mean 'step'?",
            "p.toml:7:15: net_credits must be true or false, found text (in [notify])",
            "p.toml:12:11: after '3x' is not a duration (expected \"7d\" or \"3wd\") (in "
            "[[procedure.level]])\n    d counts calendar days, wd working days",
            "p.toml:13:24: channels 'leter' is none of: email, sms, letter, phone, visit, meeting, "
            "referral (in [[procedure.level]])\n    did you mean 'letter'?",
            "p.toml:14:9: fee must be an amount in quotes such as \"50.00\", found a decimal "
            "number "
            "(in [[procedure.level]])",
            "p.toml:15:2: unknown key 'bok' in the file\n    did you mean 'book'?"});
    CHECK(read_text("[promise]\ngrce = \"1d\"\n" + least_policy).problems ==
          Lines{"p.toml:2:1: unknown key 'grce' in [promise]\n    did you mean 'grace'?"});
}

TEST_CASE("policy: columns count characters") {
    CHECK(read_text("book = { name = \"客户客户\", currency = \"X\" }\n" + least_policy)
              .problems.front() ==
          "p.toml:1:36: currency 'X' is not a currency code of ISO 4217 (in [book])\n    as in "
          "\"EUR\", "
          "\"CNY\", \"USD\"");
}

TEST_CASE(
    "policy: a syntax error is one diagnostic, and a dangerous file never reaches the parser") {
    const auto syntax = read_text("[book]\nname = \n");
    REQUIRE(syntax.problems.size() == 1);
    CHECK(syntax.problems[0].starts_with("p.toml:2:"));
    CHECK(!syntax.policy);
    CHECK(read_text("[*p]").problems == Lines{"p.toml:1:1: the table has no name"});
    CHECK(read_text("e=[}").problems == Lines{"p.toml:1:4: '}' without '{' before it"});
}

TEST_CASE("policy: a rate is read by its digits, as a number too") {
    const auto rate = [](const std::string& written) {
        return policy_with("[interest]\nmethod = \"fixed\"\nrate = " + written + "\n")
            .interest.yearly;
    };
    CHECK(rate("12.10") == "12.1"_rate);
    CHECK(rate("8") == "8.0"_rate);
    CHECK(rate("0.1  # ten basis points") == "0.1"_rate);
    CHECK(rate("\"18.25\"") == "18.25"_rate);
    CHECK(rate("0.123456") == "0.123456"_rate);
    CHECK(problem_with("[interest]\nmethod = \"fixed\"\nrate = 1e1\n") ==
          "rate '1e1' is not a rate in per cent (expected 8.0) (in [interest])");
    CHECK(problem_with("[interest]\nmethod = \"fixed\"\nrate = -1.0\n") ==
          "rate is negative (in [interest])");
    CHECK(problem_with("[interest]\nmethod = \"fixed\"\nrate = inf\n") ==
          "rate 'inf' is not a rate in per cent (expected 8.0) (in [interest])");
}

TEST_CASE("policy: a procedure may ask for behaviour and reason") {
    const auto read = read_text(
        "[[procedure]]\nname = \"a\"\nwhen = { behaviour = [\"habitual\"], reason = "
        "[\"forgot\"] }\n"
        "[[procedure.level]]\nname = \"r\"\nafter = \"1d\"\nchannels = [\"email\"]\n" +
        least_policy);
    REQUIRE(read.policy);
    const auto& when = read.policy->procedures.front().when;
    CHECK(when.behaviour == std::vector{Behaviour::habitual});
    CHECK(when.reason == Lines{"forgot"});
    const auto wrong = read_text(
        "[[procedure]]\nname = \"a\"\nwhen = { behaviour = [\"habitul\"] }\n"
        "[[procedure.level]]\nname = \"r\"\nafter = \"1d\"\nchannels = [\"email\"]\n" +
        least_policy);
    CHECK(wrong.problems == Lines{"p.toml:3:23: behaviour 'habitul' is none of: first_lapse, "
                                  "habitual, cooperative, obstinate (in [procedure.when])\n    did "
                                  "you mean 'habitual'?"});
}

TEST_CASE("policy: sets of contact rules, for everybody or for consumers") {
    const auto sets = [](const std::string& text) {
        return read_text(text + least_policy).policy->contact.sets;
    };
    CHECK(sets("").empty());
    CHECK(sets("[contact]\nrules = [\"courtesy\", \"us-reg-f\"]\n") ==
          std::vector<RuleSetUse>{{RuleSetName::courtesy, {}}, {RuleSetName::us_reg_f, {}}});
    CHECK(sets("[contact]\nrules_for = \"consumers\"\nrules = [\"eu\"]\n") ==
          std::vector<RuleSetUse>{{RuleSetName::eu, CustomerKind::consumer}});
}

TEST_CASE("policy: interest by a reference rate, with rows of one's own") {
    const Policy p = policy_with(R"(
[[rate_table]]
name = "de-basiszins"
rows = [["2026-07-01", "1.52", "press release"], ["2026-01-01", "1.30"]]
[[rate_table]]
name          = "house"
reference_day = "half_year_eve"
verified      = "2026-03-01"
rows          = [["2023-07-01", "3.12"], ["2023-01-01", "-1.62"]]
[interest]
method   = "reference"
table    = "de-basiszins"
rate     = "-0.5"
multiply = "1.3"
fixing   = "fixed_at_start"
max_age  = "200d"
roll     = "next_working_day"
minimum  = "5.00 CNY"
round_to = "0.05 CHF"
post     = true
[allocation]
settles = ["principal", "interest", "costs"]
)");
    REQUIRE(p.interest.table);
    CHECK(row_on(*p.interest.table, "2026-12-31"_date)->rate == "1.52"_rate);
    CHECK(row_on(*p.interest.table, "2026-12-31"_date)->source == "press release");
    CHECK(row_on(*p.interest.table, "2026-06-30"_date)->rate == "1.30"_rate);
    CHECK(row_on(*p.interest.table, "2025-12-31"_date)->rate == "1.27"_rate);
    CHECK(p.interest.yearly == "-0.5"_rate);
    CHECK(p.interest.multiple_millionths == 1'300'000);
    CHECK(p.interest.fixing == RateFixing::fixed_at_start);
    CHECK(p.interest.max_age_days == 200);
    CHECK(p.interest.roll_closed_day);
    CHECK(p.interest.minimum == "5.00 CNY"_money);
    CHECK(p.interest.round_to == "0.05 CHF"_money);
    CHECK(p.post_charges);
    CHECK(p.allocation.settles ==
          SettlementOrder{DebtKind::principal, DebtKind::interest, DebtKind::costs});

    const Policy house = policy_with(R"(
[[rate_table]]
name          = "house"
reference_day = "half_year_eve"
rows          = [["2023-07-01", "3.12"], ["2023-01-01", "-1.62"]]
[interest]
method = "reference"
table  = "house"
)");
    CHECK(house.interest.table->reference_day == ReferenceDay::half_year_eve);
    CHECK(house.interest.table->rows.front().rate == "-1.62"_rate);
}

TEST_CASE("policy: each statute is sound, and every key of it can be changed") {
    for (const Statute& statute : shipped_statutes()) {
        CAPTURE(statute.name);
        CHECK(!statute.title.empty());
        CHECK(!statute.binds.empty());
        CHECK(!statute.law.empty());
        const Policy p = policy_with("[interest]\npreset = \"" + statute.name + "\"\n");
        CHECK(p.statute == statute.name);
        CHECK(p.interest.method != InterestMethod::none);
    }
    const Policy p = policy_with("[interest]\npreset = \"uk\"\nrate = \"9.0\"\n");
    CHECK(p.interest.yearly == "9.0"_rate);
    CHECK(p.interest.table->name == "boe-base");
    REQUIRE(p.lump_sum.amount);
    CHECK(fee_of_claim(*p.lump_sum.amount, "1000.00 GBP"_money) == "70.00 GBP"_money);
}

TEST_CASE("policy: a level's fee is an amount, a share, or bands") {
    const auto fee = [](const std::string& text) {
        const auto read = read_text(
            "[book]\ncurrency = \"CNY\"\n[[procedure]]\nname = \"all\"\nlevel = [{ name = \"one\", "
            "after = \"3d\", channels = [\"email\"], fee = " +
            text + " }]\n");
        INFO(doctest::toString(read.problems));
        REQUIRE(read.policy);
        return read.policy->procedures.front().levels.front().fee.value();
    };
    CHECK(fee("\"2.50\"") == fixed_fee("2.50 CNY"_money));
    CHECK(
        fee("{ percent = \"1.5\", minimum = \"5.00\", maximum = \"50.00\", per = \"invoice\" }") ==
        FeeTerms{.tiers = {{.fee = {.percent = "1.5"_rate}}},
                 .per = FeePer::invoice,
                 .minimum = "5.00 CNY"_money,
                 .maximum = "50.00 CNY"_money});
    CHECK(fee("[{ below = \"100.00\", fee = \"5.00\" }, { percent = \"5.0\" }]").tiers ==
          std::vector<FeeTier>{{.below = "100.00 CNY"_money, .fee = {.fixed = "5.00 CNY"_money}},
                               {.fee = {.percent = "5.0"_rate}}});
}

TEST_CASE("policy: rates and fees that make no sense") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"[interest]\nmethod = \"reference\"\n", "method is reference, and 'table' is missing"},
        {"[interest]\nmethod = \"reference\"\ntable = \"ecb-mor\"\n",
         "table 'ecb-mor' is no rate table"},
        {"[interest]\npreset = \"de\"\n", "preset 'de' is no preset of interest"},
        {"[interest]\nmethod = \"fixed\"\n", "method is fixed, and 'rate' is missing"},
        {"[interest]\nmethod = \"fixed\"\nrate = \"-1.0\"\n", "rate '-1.0' is negative"},
        {"[interest]\nmultiply = \"-1.5\"\n", "multiply '-1.5' is negative"},
        {"[interest]\nround_to = \"0.00\"\n", "round_to '0.00' is nothing"},
        {"[interest]\npreset = \"ie\"\ncompounding = \"monthly_then_daily\"\n",
         "compounding 'monthly_then_daily' does not go together with fixing = "
         "\"fixed_at_payment\""},
        {"[interest]\nround = \"daily\"\ncompounding = \"monthly_then_daily\"\n",
         "compounding 'monthly_then_daily' does not go together with round = \"daily\""},
        {"[interest]\ncompounding = \"yearly\"\n", "compounding 'yearly'"},
        {"[[rate_table]]\nname = \"house\"\nrows = []\n", "rows is empty"},
        {"[[rate_table]]\nname = \"house\"\nrows = [[\"2023-01-01\"]]\n",
         "rows has rows of a day, a rate and perhaps a source"},
        {"[[rate_table]]\nname = \"h\"\nrows = [[\"2023-01-01\", \"1\"], [\"2023-01-01\", "
         "\"2\"]]\n",
         "rows has a day twice: 2023-01-01"},
        {"[allocation]\nsettles = [\"principal\"]\n",
         "settles does not name each kind of debt once"},
        {"[fees]\nminimum = \"5.00\"\nmaximum = \"4.00\"\n", "`maximum` is less than `minimum`"},
        {"[[fee_tier]]\nbelow = \"5.00\"\n", "has neither `fee` nor `percent`"},
        {"[interest]\nmargin = \"9.0\"\n", "unknown key 'margin'"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(problem_with(text).find(expected) != std::string::npos);
    }
}

TEST_CASE("policy: bad values") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"[book]\ntimezone = \"Shanghai\"\n",
         "timezone 'Shanghai' is not a time zone such as \"Europe/Berlin\" (in [book])"},
        {"[book]\nlanguage = \"english\"\n",
         "language 'english' is not a language tag such as \"zh-CN\" (in [book])"},
        {"[book]\ncountry = \"de\"\n",
         "country 'de' is no country (in [book])\n    as in CN, DE or GB (ISO 3166-1)"},
        {"[book]\ncountry = \"UK\"\n",
         "country 'UK' is no country (in [book])\n    did you mean 'GB'?"},
        {"[book]\nname = \"a\\nBcc: b\"\n",
         "name 'a\\x0ABcc: b' contains a control character (in [book])\n    write it on one line, "
         "without "
         "escapes such as \\n"},
        {"book = 5\n", "name is missing"},
        {"[ledger]\npath = \"\"\n", "path '' is empty (in [ledger])"},
        {"[calendar]\nweekend = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n",
         "weekend leaves no working day (in [calendar])"},
        {"[calendar]\nholidays = [\"2026-02-30\"]\n",
         "holidays '2026-02-30' is not a day that exists (in [calendar])"},
        {"[calendar]\nfiles = [\"fr\"]\n",
         "files 'fr' is no calendar (in [calendar])\n    shipped are cn, de, gb-eng, target, "
         "us-fed; or name "
         "a file beside the policy"},
        {"[aging]\nbuckets = [30, 30]\n", "buckets 30 does not rise above 30 (in [aging])"},
        {"[aging]\nbuckets = []\n", "buckets is empty (in [aging])\n    as in [30, 60, 90]"},
        {"[aging]\nbuckets = [0]\n", "buckets 0 is not between 1 and 36500 (in [aging])"},
        {"[[class]]\nname = \"a\"\nfrom_day = 5\n[[class]]\nname = \"b\"\nfrom_day = 5\n",
         "from_day 5 does not rise above 5 in [[class]]\n    list the classes from mild to severe"},
        {"[class]\nname = \"a\"\n",
         "class must be written as [[class]], found a table (in the file)"},
        {"[allocation]\norder = [\"oldest_due\", \"oldest_due\"]\n",
         "order 'oldest_due' is listed twice (in [allocation])"},
        {"[allocation]\ntolerance = \"1.00 USD\"\n",
         "tolerance '1.00 USD' must be in the book's currency, EUR (in [allocation])"},
        {"[allocation]\ntolerance = \"-1\"\n", "tolerance '-1' is negative (in [allocation])"},
        {"[promise]\ngrace = \"2wd\"\n",
         "grace '2wd' counts working days, expected calendar days (in [promise])\n    as in "
         "\"2d\""},
        {"[interest]\nmethod = \"fixed\"\n",
         "method is fixed, and 'rate' is missing in [interest]\n    as in rate = \"8.0\""},
        {"[interest]\nday_count = \"30/360\"\n",
         "day_count '30/360' means four different things (in [interest])\n    one of: 30e/360, "
         "30/360-bond, "
         "30u/360, 30e/360-isda"},
        {"[[fee_tier]]\nfee = \"1\"\n[[fee_tier]]\nfee = \"2\"\n",
         "an earlier tier already takes these claims in [[fee_tier]]\n    `below` must rise, and "
         "only the last "
         "tier of a currency may lack it"},
        {"[contact]\nquiet_hours = [\"24:00\", \"09:00\"]\n",
         "quiet_hours '24:00' is not a time of day (in [contact])\n    as in \"20:00\"; midnight "
         "is \"00:00\""},
        {"[contact]\nquiet_hours = [\"20:00\"]\n",
         "quiet_hours needs a beginning and an end (in [contact])\n    as in [\"20:00\", "
         "\"09:00\"], or [] for "
         "none"},
        {"[contact]\ncaps = [{ channel = \"fax\", count = 1, within = \"7d\" }]\n",
         "channel 'fax' is none of: any, email, sms, letter, phone, visit, meeting, referral (in "
         "[[contact.caps]])"},
        {"[channel.email]\nfrom = \"AR <ar@>\"\n",
         "from 'AR <ar@>' is not an email address (in [channel.email])\n    as in \"Accounts "
         "Receivable "
         "<ar@example.com>\""},
        {"[channel]\noutbox = \"a\"\n[channel.sms]\noutbox = \"b\"\n",
         "outbox 'b' differs from 'a': one outbox serves all channels (in [channel.sms])"},
        {"[payment]\niban = \"DE88 3704 0044 0532 0130 00\"\n",
         "iban 'DE88 3704 0044 0532 0130 00' is not a valid IBAN (in [payment])\n    its check "
         "digits do not "
         "fit: compare it with your bank's paper"},
        {"[payment]\nlink = \"https://x.example/{invoice}\"\n",
         "link 'https://x.example/{invoice}' has an unknown field '{invoice}' (in [payment])"},
        {"[import.profile.x]\nkind = \"invoices\"\ncolumns = { numbr = \"No\" }\n",
         "numbr 'No' is for no field of invoices (they are number, customer, issued, due, amount, "
         "currency, reference, description, customer_name, open, paid_amount, discount_percent, "
         "discount_amount, discount_until, discount_days) (in [import.profile.x.columns])\n"
         "    did you mean 'number'?"},
        {"[import.profile.x]\nkind = \"invoices\"\nheading_rows = \"client\"\n",
         "heading_rows 'client' is for no field of invoices (they are number, customer, issued, "
         "due, "
         "amount, currency, reference, description, customer_name, open, paid_amount, "
         "discount_percent, "
         "discount_amount, discount_until, discount_days) (in [import.profile.x])"},
        {"[import.profile.x]\nkind = \"invoices\"\nsign = { plus = \"S\" }\n",
         "'column' is missing in [import.profile.x.sign]"},
        {"[import.profile.x]\nkind = \"invoices\"\nonly = [{ column = \"Type\" }]\n",
         "'values' is missing in [[import.profile.x.only]]"},
        {"[import.profile.x]\nkind = \"invoices\"\nskip = [{ column = \"T\", values = \"\", need = "
         "1 }]\n",
         "unknown key 'need' in [[import.profile.x.skip]]"},
        {"[import.profile.x]\nkind = \"invoices\"\nline_items = \"sum\"\n",
         "line_items 'sum' is none of: none, repeat_total, add_up (in [import.profile.x])"},
        {"[import.profile.x]\nkind = \"invoices\"\nencoding = \"latin-9\"\n",
         "encoding 'latin-9' is no encoding that is read (in [import.profile.x])\n"
         "    UTF-8, UTF-16, GB18030, Windows-1252 or ISO-8859-1"},
        {"[import.profile.x]\nkind = \"invoices\"\nyear_cell = { row = 0, cell = 13 }\n",
         "row 0 is not between 1 and 1000 (in [import.profile.x.year_cell])"},
        {"[import.profile.x]\nkind = \"invoices\"\nwords = { langage = { \"1\" = \"de\" } }\n",
         "langage is for no field of invoices (they are number, customer, issued, due, amount, "
         "currency, reference, description, customer_name, open, paid_amount, discount_percent, "
         "discount_amount, discount_until, discount_days) (in [import.profile.x.words])"},
        {"[import.profile.x]\nkind = \"invoices\"\ndecimal_mark = \";\"\n",
         "decimal_mark ';' is not \".\" or \",\" (in [import.profile.x])"},
        {"[import.profile.x]\nkind = \"invoices\"\ncolumns = { amount = \"A\" }\nconstants = { "
         "amount = "
         "\"1\" }\n",
         "'amount' is a column and a constant in [import.profile.x]\n    choose one of them"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        if (text == "book = 5\n") continue;  // a key after a table belongs to that table; see below
        CHECK(problem_with(text) == expected);
    }
    CHECK(read_text("book = 5\n" + least_policy).problems ==
          Lines{"p.toml:1:8: book must be a table, [book], found a whole number (in the file)"});
}

TEST_CASE("policy: the structure of procedures") {
    const std::string level =
        "[[procedure.level]]\nname = \"r\"\nafter = \"1d\"\nchannels = [\"email\"]\n";
    const std::string named = "[[procedure]]\nname = \"a\"\n";
    CHECK(read_text("").problems ==
          Lines{"p.toml: no [[procedure]]: nothing would ever be sent\n    `dunning init` writes a "
                "policy to start from"});
    CHECK(read_text(named).problems ==
          Lines{"p.toml:1:1: no level in [[procedure]]\n    add [[procedure.level]]"});
    CHECK(read_text(named + level + level).problems ==
          Lines{"p.toml:7:1: a second level 'r' in [[procedure.level]]\n    each level of a "
                "procedure needs its "
                "own name"});
    CHECK(read_text(named + level + "[[procedure]]\nname = \"b\"\n" + level).problems ==
          Lines{"p.toml:1:1: only the last procedure may be without `when`, and those after it are "
                "never used in "
                "[[procedure]]\n    limit it with `when`, or move it to the end"});
    CHECK(read_text(named + "when = { segment = [\"x\"] }\n" + level).problems ==
          Lines{"p.toml:1:1: the last procedure must fit everybody, but has a `when` in "
                "[[procedure]]\n    leave it "
                "out, or add a procedure without `when` after it"});
    CHECK(read_text(named +
                    "[[procedure.level]]\nname = \"r\"\nafter = \"1d\"\nchannels = []\nfrom = "
                    "\"last_notice\"\n")
              .problems == Lines{"p.toml:6:12: channels is empty (in [[procedure.level]])\n    "
                                 "name at least one, as in [\"email\", "
                                 "\"letter\"]",
                                 "p.toml:7:8: from 'last_notice' cannot be on the first level: "
                                 "there is no notice before it (in "
                                 "[[procedure.level]])\n    use \"due\", or leave it out"});
    CHECK(read_text(named + "[[procedure.level]]\n").problems ==
          Lines{"p.toml:3:1: 'name' is missing in [[procedure.level]]",
                "p.toml:3:1: 'after' is missing in [[procedure.level]]",
                "p.toml:3:1: 'channels' is missing in [[procedure.level]]"});
    CHECK(read_text(named + "when = { class = [\"mild\"] }\n" + level + least_policy).problems ==
          Lines{"p.toml:3:18: class names no [[class]]: 'mild' (in [procedure.when])"});
}

TEST_CASE("policy: places are kept for later checks") {
    const auto read = read_text(least_policy);
    CHECK(read.places.of("procedure[0].level[0].after") == Place{"p.toml", 5, 11});
    CHECK(read.places.of("procedure[0].level[0].gap") ==
          Place{"p.toml", 3, 3});  // not written: its table
    CHECK(read.places.of("payment.iban") == Place{"p.toml"});
}
