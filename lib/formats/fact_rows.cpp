#include "formats/fact_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "core/country_names.h"
#include "core/country_zones.h"
#include "core/customer_fields.h"
#include "core/list_settlement.h"
#include "core/placeholder.h"
#include "formats/canonical_fields.h"
#include "formats/discount_fields.h"
#include "formats/heading_text.h"
#include "text/suggest.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// Nothing when the row states a currency that cannot be read: its digits are unknown then, so its
// amounts cannot be judged.
std::optional<Currency> currency_of(TableRow& row, const CurrencyDefaults& defaults,
                                    std::string_view customer, std::string_view invoice) {
    const auto own = row.currency();
    if (own.present) return own.value;
    if (!invoice.empty() && defaults.of_invoice) {
        if (const auto found = defaults.of_invoice(invoice)) return found;
    }
    if (!customer.empty() && defaults.of_customer) {
        if (const auto found = defaults.of_customer(customer)) return found;
    }
    return defaults.book;
}

std::optional<Money> read_credit_limit(TableRow& row, std::optional<Currency> currency) {
    if (!currency || row.raw("credit_limit").empty()) return std::nullopt;
    const auto limit = row.money("credit_limit", *currency);
    if (limit && limit->is_negative()) {
        row.problem("credit_limit",
                    fmt::format("'{}' is negative", printable(row.raw("credit_limit"))));
    }
    return limit;
}

// By the file, else by the terms that the profile states.
std::optional<Date> due_of(TableRow& row, std::optional<Date> issued) {
    const auto terms = row.profile().terms_days;
    if (terms && row.raw("due").empty()) {
        if (!issued) return std::nullopt;
        return *issued + *terms;
    }
    return row.date("due");
}

// As the file says, or what is not paid of the amount.
std::optional<Money> open_of(TableRow& row, std::optional<Currency> currency,
                             const std::optional<Money>& amount) {
    if (!currency) return std::nullopt;
    if (!row.raw("open").empty()) return row.money("open", *currency);
    if (row.raw("paid_amount").empty()) return std::nullopt;
    const auto paid = row.money("paid_amount", *currency);
    if (!paid || !amount) return std::nullopt;
    return *amount - *paid;
}

// The customer as far as an invoice tells.
Customer buyer_of(TableRow& row, const std::string& id) {
    auto name = row.text("customer_name");
    return {.id = id, .name = name.empty() ? id : std::move(name)};
}

std::string closed_up(std::string text) {
    std::erase(text, ' ');
    return text;
}

void check_customer_field(TableRow& row, std::string_view field, std::string_view text) {
    const auto wrong = wrong_customer_field(field, text);
    if (wrong) row.problem(field, printable(wrong->what), wrong->remedy);
}

std::string read_customer_text(TableRow& row, std::string_view field) {
    auto text = row.text(field);
    check_customer_field(row, field, text);
    return text;
}

// Other programs' words, in small letters.
constexpr std::pair<std::string_view, CustomerKind> kind_words[] = {
    {"business", CustomerKind::business},
    {"company", CustomerKind::business},
    {"corporate", CustomerKind::business},
    {"b2b", CustomerKind::business},
    {"firma", CustomerKind::business},
    {"firmenkunde", CustomerKind::business},
    {"unternehmen", CustomerKind::business},
    {"unternehmer", CustomerKind::business},
    {"geschäftskunde", CustomerKind::business},
    {"gewerbe", CustomerKind::business},
    {"gewerblich", CustomerKind::business},
    {"企业", CustomerKind::business},
    {"企业客户", CustomerKind::business},
    {"公司", CustomerKind::business},
    {"单位", CustomerKind::business},
    {"consumer", CustomerKind::consumer},
    {"individual", CustomerKind::consumer},
    {"private", CustomerKind::consumer},
    {"b2c", CustomerKind::consumer},
    {"verbraucher", CustomerKind::consumer},
    {"privat", CustomerKind::consumer},
    {"privatkunde", CustomerKind::consumer},
    {"privatperson", CustomerKind::consumer},
    {"个人", CustomerKind::consumer},
    {"个人客户", CustomerKind::consumer},
    {"消费者", CustomerKind::consumer},
};

// An unknown word is refused: the law for consumers is another.
CustomerKind read_kind(TableRow& row) {
    const auto text = row.raw("kind");
    if (text.empty()) return CustomerKind::business;
    const auto* word = std::ranges::find(kind_words, in_small_letters(text),
                                         &std::pair<std::string_view, CustomerKind>::first);
    if (word != std::end(kind_words)) return word->second;
    std::string remedy = did_you_mean(text, {"business", "consumer"});
    if (remedy.empty()) {
        remedy =
            "a profile in the policy says what it means: [import.profile.NAME] with kind = "
            "\"customers\" and words = { kind = { \"the file's word\" = \"consumer\" } }";
    }
    row.problem("kind", fmt::format("'{}' is neither business nor consumer", printable(text)),
                remedy);
    return CustomerKind::business;
}

// Some systems write codes of their own; their customers are taken all the same.
std::string read_country(TableRow& row) {
    auto code = read_customer_text(row, "country");
    if (is_country_code(code) && !is_country(code)) {
        row.warning("country", fmt::format("'{}' is no country", code), country_remedy(code));
    }
    return code;
}

}  // namespace

void take_customer(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    Customer customer{.id = row.id("id"), .name = row.text("name")};
    if (row.raw("name").empty()) row.problem("name", "is empty");
    customer.kind = read_kind(row);
    customer.language = read_customer_text(row, "language");
    customer.country = read_country(row);
    customer.timezone = row.text("timezone");
    const auto own = row.currency();
    customer.currency = own.value;
    customer.email = read_customer_text(row, "email");
    customer.phone = row.text("phone");
    customer.mobile = row.text("mobile");
    customer.address = row.address("address");
    customer.city = row.text("city");
    customer.postal_code = row.text("postal_code");
    customer.collector = row.text("collector");
    customer.credit_limit = read_credit_limit(row, own.present ? own.value : defaults.book);
    customer.terms_days = row.whole_number("terms_days", longest_terms_days);
    customer.segment = row.text("segment");
    if (row.ok()) sink.take(customer, row);
}

void take_invoice(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    const auto number = row.id("number");
    const auto customer = row.id("customer");
    const auto issued = row.date("issued");
    // A file without the column says nothing of the currency that is known.
    const auto known = row.says("currency") ? std::string_view() : std::string_view(number);
    const auto currency = currency_of(row, defaults, customer, known);
    const auto amount = currency ? row.money("amount", *currency) : std::nullopt;
    const bool is_credit = amount && amount->is_negative();
    const auto due = is_credit ? issued : due_of(row, issued);
    if (issued && due && *due < *issued) {
        row.problem("due", fmt::format("{} is before issued {}", to_text(*due), to_text(*issued)));
    }
    const auto open = open_of(row, currency, amount);
    const auto reference = row.free_text("reference");
    const auto description = row.free_text("description");
    const Beside beside{.customer = buyer_of(row, customer), .open = open};
    auto discounts =
        issued && amount && !is_credit ? read_discounts(row, *issued, *amount) : std::nullopt;
    if (!row.ok()) return;
    sink.take(Invoice{.number = number,
                      .customer = customer,
                      .issued = *issued,
                      .due = *due,
                      .amount = *amount,
                      .reference = reference,
                      .description = description,
                      .discounts = std::move(discounts)},
              beside, row);
}

void take_credit(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    const auto number = row.id("number");
    const auto customer = row.id("customer");
    const auto issued = row.date("issued");
    const auto invoice = row.optional_id("invoice");
    const auto currency = currency_of(row, defaults, customer, invoice);
    const auto amount = currency ? row.money("amount", *currency) : std::nullopt;
    if (amount && amount->is_zero()) row.problem("amount", "is zero");
    if (amount && amount->is_negative()) {
        row.problem(
            "amount", fmt::format("'{}' is negative", printable(row.raw("amount"))),
            "a credit note reduces what is owed; give it as a positive amount, or as a negative "
            "invoice");
    }
    const auto description = row.free_text("description");
    if (!row.ok()) return;
    sink.take(Receipt{.kind = ReceiptKind::credit,
                      .id = number,
                      .customer = customer,
                      .date = *issued,
                      .amount = *amount,
                      .invoice = invoice,
                      .description = description},
              {.customer = {.id = customer, .name = customer}}, row);
}

void take_payment(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    const auto id = row.id("id");
    const auto customer = row.optional_id("customer");
    const auto date = row.date("date");
    const auto invoice = row.optional_id("invoice");
    const auto currency = currency_of(row, defaults, customer, invoice);
    const auto amount = currency ? row.money("amount", *currency) : std::nullopt;
    if (amount && amount->is_zero()) row.problem("amount", "is zero");
    Receipt payment{.kind = ReceiptKind::payment,
                    .id = id,
                    .customer = customer,
                    .date = date.value_or(Date()),
                    .amount = amount.value_or(Money::zero(defaults.book)),
                    .invoice = invoice,
                    .reference = row.free_text("reference"),
                    .method = row.text("method"),
                    .description = {},
                    .payer = row.text("payer"),
                    .payer_account = closed_up(row.text("payer_account")),
                    .end_to_end_id = row.text("end_to_end_id")};
    if (is_of_list(payment)) {
        row.problem("method",
                    fmt::format("'{}' stands for what a list of open items has settled",
                                printable(payment.method)),
                    "call the way of payment otherwise; lists are read with --snapshot");
    }
    if (!row.ok()) return;
    drop_placeholders(payment);
    sink.take(payment, {.customer = {.id = customer, .name = customer}}, row);
}

namespace {

// One of the words that the field may have. A wrong one is a problem.
template <class Parse>
auto read_word(TableRow& row, std::string_view field, const Parse& parse, std::string_view words)
    -> decltype(parse(std::string_view())) {
    const auto text = row.raw(field);
    const auto word = parse(text);
    if (!word) {
        row.problem(field,
                    text.empty() ? std::string("is empty")
                                 : fmt::format("'{}' is unknown", printable(text)),
                    fmt::format("one of {}", words));
    }
    return word;
}

std::string outcome_words() {
    std::string words;
    for (const ContactOutcome outcome : all_contact_outcomes()) {
        words += (words.empty() ? "" : ", ") + std::string(to_text(outcome));
    }
    return words;
}

std::optional<Channel> contact_channel_from(std::string_view text) {
    const auto channel = channel_from(text);
    const bool is_none = channel == Channel::referral || channel == Channel::note;
    return is_none ? std::nullopt : channel;
}

std::optional<ContactOutcome> outcome_of_contact_from(std::string_view text) {
    const auto outcome = contact_outcome_from(text);
    return outcome == ContactOutcome::noted ? std::nullopt : outcome;
}

// What a word of the policy's own list counts as.
std::optional<std::string_view> meaning_of_own_word(const TableRow& row, const char* list,
                                                    std::string_view word) {
    const auto words = row.profile().words.find(list);
    if (words == row.profile().words.end()) return std::nullopt;
    const auto meaning = words->second.find(word);
    if (meaning == words->second.end()) return std::nullopt;
    return std::string_view(meaning->second);
}

// A word of ours, or one of the policy's, which counts as one of ours and is kept beside it.
void read_outcome(TableRow& row, Contact& contact) {
    const auto own = row.raw("outcome");
    if (const auto meaning = meaning_of_own_word(row, own_outcomes, own)) {
        contact.outcome = contact_outcome_from(*meaning).value_or(ContactOutcome::conversation);
        contact.word = own;
        return;
    }
    contact.outcome = read_word(row, "outcome", outcome_of_contact_from, outcome_words())
                          .value_or(ContactOutcome::conversation);
}

}  // namespace

std::string read_reason(TableRow& row) {
    const auto reason = row.text("reason");
    const auto& known = overdue_reasons();
    if (meaning_of_own_word(row, own_reasons, reason)) return reason;
    if (!reason.empty() && std::ranges::find(known, reason) == known.end()) {
        row.problem("reason", fmt::format("'{}' is unknown", printable(reason)),
                    fmt::format("one of {}", fmt::join(known, ", ")));
    }
    return reason;
}

void take_contact(TableRow& row, FactSink& sink) {
    Contact contact{.id = row.id("id"), .customer = row.id("customer"), .at = {}};
    if (const auto at = parse_instant(row.raw("at"))) {
        contact.at = *at;
    } else {
        row.problem("at", at.error());
    }
    contact.channel =
        read_word(row, "channel", contact_channel_from, "phone, visit, meeting, email, sms, letter")
            .value_or(Channel::phone);
    contact.direction =
        read_word(row, "direction", direction_from, "in, out").value_or(Direction::out);
    read_outcome(row, contact);
    contact.invoice = row.optional_id("invoice");
    contact.reason = read_reason(row);
    contact.note = row.free_text("note");
    contact.collector = row.text("collector");
    contact.evidence = row.text("evidence");
    contact.address = row.text("address");
    if (!row.raw("until").empty()) contact.until = row.date("until");
    if (row.ok()) sink.take(contact, row);
}

void take_rate(TableRow& row, FactSink& sink) {
    StatedRate stated{
        .table = row.id("table"),
        .row = {
            .from = row.date("from").value_or(Date{}), .rate = {}, .source = row.text("source")}};
    if (const auto rate = parse_rate(row.plain_number("rate"))) {
        stated.row.rate = *rate;
    } else {
        row.problem("rate", rate.error());
    }
    if (row.ok()) sink.take(stated, row);
}

}  // namespace dunning
