#include "app/change_customer.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/clock.h"
#include "core/check.h"
#include "core/customer_fields.h"
#include "text/suggest.h"

namespace dunning {
namespace {

struct Found {
    RowId row = 0;
    Customer customer;
};

Result<Found> find(const Ledger& ledger, const std::string& code) {
    const auto row = ledger.find_customer(code);
    if (!row) return Fault{fmt::format("customer '{}' is not known", code)};
    if (CustomerFile(ledger, *row).erased()) {
        return Fault{fmt::format("customer {} was erased", code)};
    }
    return Found{*row, ledger.customer(code).value()};
}

void add_once(std::vector<std::string>& list, const std::string& word) {
    if (std::ranges::find(list, word) == list.end()) list.push_back(word);
}

bool is_field(const std::string& name) {
    return std::ranges::find(customer_field_names(), name) != customer_field_names().end();
}

Fault unknown_field(const std::string& name) {
    const std::string suggestion = did_you_mean(name, customer_field_names());
    return Fault{fmt::format("a customer has no field '{}'", name),
                 suggestion.empty()
                     ? fmt::format("there are {}", fmt::join(customer_field_names(), ", "))
                     : suggestion};
}

// As an import would take it.
Result<Customer> with_checked_field(const Customer& customer, const Policy& policy,
                                    const std::string& field, const std::string& value) {
    if (field == "timezone") {
        if (const auto fault = unknown_timezone(value)) return *fault;
    }
    return with_field(customer, field, value, policy.book.currency);
}

std::optional<Fault> wrong_point(const Customer& customer, const Policy& policy, PointKind kind,
                                 const std::string& value) {
    const auto set = with_checked_field(customer, policy, std::string(to_text(kind)), value);
    return set ? std::nullopt : std::optional(set.error());
}

// Sets one field that is known to be good.
void put_field(Ledger& ledger, const Policy& policy, const std::string& customer,
               const std::string& field, const std::string& value, const Stamp& stamp) {
    const auto changes = set_fields(ledger, policy, customer, {{field, value}}, stamp);
    DUNNING_CHECK(changes.has_value());
}

std::string field_of_kind(PointKind kind) {
    return std::string(to_text(kind));
}

// The point of that code that the customer has and that has not ended.
std::optional<ContactPoint> living_point(const CustomerFile& file, const std::string& code) {
    for (const ContactPoint& point : file.points()) {
        if (point_code(point.id) == code && !point.ended) return point;
    }
    return std::nullopt;
}

Fault no_such_point(const std::string& customer, const std::string& code) {
    return Fault{fmt::format("customer {} has no contact point '{}' (any more)", customer, code),
                 fmt::format("`dunning customer show {}` lists them", customer)};
}

}  // namespace

Result<std::vector<FieldChange>> set_fields(Ledger& ledger, const Policy& policy,
                                            const std::string& code,
                                            const std::vector<FieldValue>& values,
                                            const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    Customer customer = found->customer;
    std::vector<std::string> by_hand = CustomerFile(ledger, found->row).set_by_hand();
    std::vector<FieldChange> changes;
    std::vector<std::string> fields;
    for (const auto& [field, value] : values) {
        if (!is_field(field)) return unknown_field(field);
        auto changed = with_checked_field(customer, policy, field, value);
        if (!changed) return changed.error();
        const std::string former = field_text(customer, field);
        customer = std::move(changed).value();
        const std::string now = field_text(customer, field);
        add_once(by_hand, field);
        if (former == now) continue;
        changes.push_back({.field = field, .former = former, .now = now});
        fields.push_back(field);
        if (field == "collector") {
            CustomerFile::assign(
                ledger, found->row,
                {.collector = now, .former = former, .note = {}, .actor = {}, .day = {}}, stamp);
        }
    }
    const bool is_new = by_hand != CustomerFile(ledger, found->row).set_by_hand();
    if (is_new || !changes.empty()) CustomerFile::set(ledger, customer, by_hand, fields, stamp);
    return changes;
}

Result<std::string> leave_to_files(Ledger& ledger, const std::string& code,
                                   const std::vector<std::string>& fields, const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    std::vector<std::string> by_hand = CustomerFile(ledger, found->row).set_by_hand();
    for (const std::string& field : fields) {
        if (!is_field(field)) return unknown_field(field);
        if (std::erase(by_hand, field) == 0) {
            return Fault{fmt::format("{} of customer {} was not set by hand", field, code)};
        }
    }
    CustomerFile::set(ledger, found->customer, by_hand, fields, stamp);
    return fmt::format("customer {}: the next import decides about {}", code,
                       fmt::join(fields, ", "));
}

Result<std::string> assign_customer(Ledger& ledger, const std::string& code,
                                    const std::string& collector, const std::string& note,
                                    const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    Customer customer = found->customer;
    const std::string former = customer.collector;
    if (former == collector) {
        return Fault{fmt::format("customer {} is {}'s already", code, collector)};
    }
    customer.collector = collector;
    std::vector<std::string> by_hand = CustomerFile(ledger, found->row).set_by_hand();
    add_once(by_hand, "collector");
    CustomerFile::assign(
        ledger, found->row,
        {.collector = collector, .former = former, .note = note, .actor = {}, .day = {}}, stamp);
    CustomerFile::set(ledger, customer, by_hand, {"collector"}, stamp);
    return fmt::format("customer {}: {} in charge{}", code,
                       collector.empty() ? "nobody is" : collector + " is",
                       former.empty() ? "" : ", before it was " + former);
}

Result<Reviewed> review_customer(Ledger& ledger, const Policy& policy, const std::string& code,
                                 std::optional<Date> next, const std::string& note,
                                 const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    if (next && *next < stamp.as_of) {
        return Fault{fmt::format("the next review ({}) lies before this one ({})", to_text(*next),
                                 to_text(stamp.as_of))};
    }
    Reviewed reviewed{.rating = rate(rating_input(ledger, policy, found->row, stamp.as_of)),
                      .review = {}};
    const auto before = CustomerFile(ledger, found->row).reviews();
    if (!before.empty()) reviewed.before = before.front();
    const Rating& rating = reviewed.rating;
    reviewed.review = {.score = rating.score,
                       .grade = std::string(to_text(rating.grade)),
                       .formula = in_words(rating),
                       .next_review = next.value_or(next_review(rating.grade, stamp.as_of)),
                       .note = note,
                       .actor = stamp.actor,
                       .day = stamp.as_of};
    CustomerFile::add_review(ledger, found->row, reviewed.review, stamp);
    return reviewed;
}

Result<std::string> add_point(Ledger& ledger, const Policy& policy, const std::string& code,
                              const ContactPoint& point, UsePoint use, const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    if (point.value.empty()) return Fault{"say where: a contact point is not empty"};
    if (auto fault = wrong_point(found->customer, policy, point.kind, point.value)) return *fault;
    const RowId id = CustomerFile::add_point(ledger, found->row, point, stamp);
    if (use == UsePoint::for_notices) {
        put_field(ledger, policy, code, field_of_kind(point.kind), point.value, stamp);
    }
    return fmt::format("contact point {}: {} of customer {}{}", point_code(id), to_text(point.kind),
                       code, use == UsePoint::for_notices ? ", used from now on" : "");
}

Result<std::string> correct_point(Ledger& ledger, const Policy& policy, const std::string& customer,
                                  const std::string& code, const std::string& value,
                                  const std::string& note, const Stamp& stamp) {
    const auto found = find(ledger, customer);
    if (!found) return found.error();
    if (value.empty()) return Fault{"say what it is: a contact point is not empty"};
    if (const auto kind = point_kind_from(code)) {  // of the file
        if (auto fault = wrong_point(found->customer, policy, *kind, value)) return *fault;
        put_field(ledger, policy, customer, code, value, stamp);
        return fmt::format("{} of customer {} corrected", code, customer);
    }
    const auto former = living_point(CustomerFile(ledger, found->row), code);
    if (!former) return no_such_point(customer, code);
    if (auto fault = wrong_point(found->customer, policy, former->kind, value)) return *fault;
    ContactPoint point = *former;
    point.value = value;
    point.note = note;
    point.corrects = former->id;
    CustomerFile::end_point(ledger, former->id, "corrected", note, stamp);
    const RowId id = CustomerFile::add_point(ledger, found->row, point, stamp);
    const std::string field = field_of_kind(point.kind);
    if (field_text(found->customer, field) == former->value) {
        put_field(ledger, policy, customer, field, value, stamp);
    }
    return fmt::format("contact point {} corrects {}", point_code(id), code);
}

Result<std::string> end_point(Ledger& ledger, const Policy& policy, const std::string& customer,
                              const std::string& code, const std::string& note,
                              const Stamp& stamp) {
    const auto found = find(ledger, customer);
    if (!found) return found.error();
    if (point_kind_from(code)) {
        if (field_text(found->customer, code).empty()) return no_such_point(customer, code);
        put_field(ledger, policy, customer, code, "", stamp);
        return fmt::format("{} of customer {} is used no more", code, customer);
    }
    const auto point = living_point(CustomerFile(ledger, found->row), code);
    if (!point) return no_such_point(customer, code);
    CustomerFile::end_point(ledger, point->id, "ended", note, stamp);
    const std::string field = field_of_kind(point->kind);
    if (field_text(found->customer, field) == point->value) {
        put_field(ledger, policy, customer, field, "", stamp);
    }
    return fmt::format("contact point {} is used no more", code);
}

namespace {

std::optional<Fault> not_lower(const Customer& customer, const CreditDecision& decision) {
    const auto& limit = customer.credit_limit;
    const bool comparable = decision.level == CreditLevel::lower_limit && limit &&
                            limit->currency() == decision.amount->currency();
    if (!comparable || *decision.amount < *limit) return std::nullopt;
    return Fault{
        fmt::format("customer {} has a limit of {} {}; {} is no lower", customer.id,
                    to_decimal(*limit), limit->currency().code(), to_decimal(*decision.amount)),
        fmt::format("raise the limit itself: dunning customer set {} credit_limit={}", customer.id,
                    to_decimal(*decision.amount))};
}

}  // namespace

Result<std::string> decide_credit(Ledger& ledger, const std::string& code,
                                  const CreditDecision& decision, const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    if (decision.reason.empty()) return Fault{"say why: a credit decision needs its reason"};
    if (decision.until && *decision.until < stamp.as_of) {
        return Fault{
            fmt::format("{} lies before {}", to_text(*decision.until), to_text(stamp.as_of))};
    }
    if (decision.level == CreditLevel::lower_limit && !decision.amount) {
        return Fault{"say the new limit: --limit AMOUNT"};
    }
    if (auto fault = not_lower(found->customer, decision)) return *fault;
    if (decision.amount && decision.amount->is_negative()) {
        return Fault{"the amount must not be negative"};
    }
    if (decision.notice) {
        const auto notice = ledger.notice(*decision.notice);
        if (!notice || notice->customer != code) {
            return Fault{
                fmt::format("notice {} is not customer {}'s", notice_code(*decision.notice), code)};
        }
    }
    for (const CreditDecision& former : CustomerFile(ledger, found->row).credit_decisions()) {
        if (former.level == decision.level && stands(former, stamp.as_of)) {
            CustomerFile::lift_credit(ledger, former.id, "replaced", "", stamp);
        }
    }
    const RowId id = CustomerFile::decide_credit(ledger, found->row, decision, stamp);
    std::string end = decision.until ? " until " + to_text(*decision.until) : std::string();
    if (decision.when_paid) end += end.empty() ? " until nothing is overdue" : " at most";
    return fmt::format("credit {}: {} for customer {}{}", credit_code(id), to_text(decision.level),
                       code, end.empty() ? " until it is lifted" : end);
}

Result<std::string> lift_credit(Ledger& ledger, const std::string& code, const std::string& note,
                                const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    std::vector<std::string> lifted;
    for (const CreditDecision& decision : CustomerFile(ledger, found->row).credit_decisions()) {
        if (!stands(decision, stamp.as_of)) continue;
        CustomerFile::lift_credit(ledger, decision.id, "by_hand", note, stamp);
        lifted.push_back(fmt::format("{} ({})", to_text(decision.level), credit_code(decision.id)));
    }
    if (lifted.empty()) return Fault{fmt::format("nothing limits customer {}'s credit", code)};
    return fmt::format("customer {}: {} lifted", code, fmt::join(lifted, ", "));
}

Result<std::string> begin_legal_hold(Ledger& ledger, const std::string& code, const LegalHold& hold,
                                     const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    if (hold.reason.empty()) return Fault{"say why: a legal hold needs its reason"};
    if (hold.until && *hold.until < stamp.as_of) {
        return Fault{fmt::format("{} lies before {}", to_text(*hold.until), to_text(stamp.as_of))};
    }
    const RowId id = CustomerFile::add_legal_hold(ledger, found->row, hold, stamp);
    return fmt::format(
        "legal hold {}: all of customer {} is kept {}", legal_hold_code(id), code,
        hold.until ? "until " + to_text(*hold.until) : std::string("until it is released"));
}

Result<std::string> end_legal_hold(Ledger& ledger, const std::string& code, const std::string& note,
                                   const Stamp& stamp) {
    const auto found = find(ledger, code);
    if (!found) return found.error();
    std::vector<std::string> ended;
    for (const LegalHold& hold : CustomerFile(ledger, found->row).legal_holds()) {
        if (hold.ended || (hold.until && *hold.until < stamp.as_of)) continue;
        CustomerFile::end_legal_hold(ledger, hold.id, note, stamp);
        ended.push_back(legal_hold_code(hold.id));
    }
    if (ended.empty()) return Fault{fmt::format("customer {} has no legal hold", code)};
    return fmt::format("legal hold {} of customer {} released", fmt::join(ended, ", "), code);
}

}  // namespace dunning
