#include "formats/policy_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/joined.h"
#include "formats/network_address.h"
#include "formats/policy_check_contact.h"
#include "formats/policy_check_levels.h"

namespace dunning {
namespace {

constexpr int days_ahead = 30;

template <class T>
bool list_covers(const std::vector<T>& earlier, const std::vector<T>& later) {
    if (earlier.empty()) return true;
    return !later.empty() && std::ranges::all_of(later, [&](const T& value) {
        return std::ranges::find(earlier, value) != earlier.end();
    });
}

// Whether every customer whom `later` fits is fitted by `earlier` as well, trials apart.
bool covers(const ProcedureFilter& earlier, const ProcedureFilter& later) {
    const bool kind = !earlier.kind || earlier.kind == later.kind;
    const bool least =
        !earlier.min_open || (later.min_open && *later.min_open >= *earlier.min_open);
    const bool most = !earlier.max_open || (later.max_open && *later.max_open <= *earlier.max_open);
    return kind && least && most && list_covers(earlier.segment, later.segment) &&
           list_covers(earlier.country, later.country) &&
           list_covers(earlier.class_name, later.class_name) &&
           list_covers(earlier.behaviour, later.behaviour) &&
           list_covers(earlier.reason, later.reason);
}

// The customers that earlier procedures leave to a later one, as their numbers in one trial;
// without a trial all of them go together.
class LeftCustomers {
  public:
    LeftCustomers(std::string trial, const std::optional<TrialPart>& own)
        : trial_(std::move(trial)) {
        left_.fill(true);
        if (own && own->trial == trial_) {
            left_.fill(false);
            mark(*own, true);
        }
    }

    // Whether it takes any of them.
    bool take(const std::optional<TrialPart>& part) {
        if (part && part->trial != trial_) return false;
        const auto before = left_;
        mark(part.value_or(TrialPart{}), false);
        return left_ != before;
    }

    bool none() const { return std::ranges::count(left_, true) == 0; }

  private:
    void mark(const TrialPart& part, bool left) {
        const auto first = left_.begin() + (part.first - 1);
        std::fill(first, first + (part.last - part.first + 1), left);
    }

    std::string trial_;
    std::array<bool, 100> left_{};
};

// The procedures that together fit all customers of the later one; empty when some are left to it.
std::vector<std::string> procedures_in_place_of(const std::vector<Procedure>& procedures,
                                                std::size_t later, const std::string& trial) {
    const ProcedureFilter& when = procedures[later].when;
    LeftCustomers left(trial, when.trial);
    std::vector<std::string> names;
    for (std::size_t earlier = 0; earlier < later && !left.none(); ++earlier) {
        const ProcedureFilter& other = procedures[earlier].when;
        if (!covers(other, when) || !left.take(other.trial)) continue;
        names.push_back(fmt::format("'{}'", procedures[earlier].name));
    }
    return left.none() ? names : std::vector<std::string>();
}

// Those that earlier procedures ask about, and none.
std::set<std::string> trials_before(const std::vector<Procedure>& procedures, std::size_t later) {
    std::set<std::string> trials = {""};
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (const auto& trial = procedures[earlier].when.trial) trials.insert(trial->trial);
    }
    return trials;
}

void check_procedures(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    const auto& procedures = policy.procedures;
    for (std::size_t later = 0; later < procedures.size(); ++later) {
        for (const std::string& trial : trials_before(procedures, later)) {
            const auto names = procedures_in_place_of(procedures, later, trial);
            if (names.empty()) continue;
            diagnostics.error(
                places.of(fmt::format("procedure[{}]", later)),
                fmt::format("procedure '{}' is never chosen: {} before it fit{} all of its "
                            "customers",
                            procedures[later].name, joined(names, " and "),
                            names.size() == 1 ? "s" : ""),
                "put the narrower procedure first");
            break;
        }
    }
}

void check_calendar(const Policy& policy, const PolicyPlaces& places, Date as_of,
                    Diagnostics& diagnostics) {
    for (const Date day : {as_of, as_of + days_ahead}) {
        try {
            (void)policy.calendar.is_working_day(day);
        } catch (const UncoveredYear& uncovered) {
            const auto soon =
                day == as_of ? "" : fmt::format(" (needed within {} days)", days_ahead);
            diagnostics.warning(places.of("calendar"), uncovered.what() + soon, {}, "calendar");
            return;
        }
    }
}

bool uses(const Policy& policy, Channel channel) {
    return std::ranges::any_of(policy.procedures, [channel](const Procedure& procedure) {
        return std::ranges::any_of(procedure.levels, [channel](const Level& level) {
            return std::ranges::count(level.channels, channel) +
                       std::ranges::count(level.also, channel) >
                   0;
        });
    });
}

void check_sender(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    if (policy.book.name.empty()) {
        diagnostics.warning(places.of("book.name"),
                            "no name of the book: a notice will not say who sends it",
                            "set `name` in [book]", "name");
    }
    if (policy.mail_from.empty() && uses(policy, Channel::email)) {
        diagnostics.warning(places.of("channel.email.from"),
                            "no sender for email, though levels use that channel",
                            "set `from` in [channel.email]", "from");
    }
}

void check_mail_in_clear(const Policy& policy, const PolicyPlaces& places,
                         Diagnostics& diagnostics) {
    const auto* smtp = std::get_if<SmtpSettings>(&policy.channels.email);
    if (smtp == nullptr || smtp->security != SmtpSecurity::none || is_loopback(smtp->host)) return;
    diagnostics.warning(places.of("channel.email.smtp.starttls"),
                        fmt::format("mail to {} can be read and changed on its way", smtp->host),
                        "leave out `starttls`, so that it is required", "starttls");
}

// What is said of a reference rate says nothing where none is used, and what is said of charges
// nothing where there are none.
void check_idle_keys(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    if (policy.post_rest && !policy.post_charges) {
        diagnostics.warning(places.of("interest.post_rest"),
                            "post_rest has no effect without post = true",
                            "set post = true as well", "post_rest");
    }
    if (policy.interest.method == InterestMethod::reference) return;
    const bool fixed = policy.interest.method == InterestMethod::fixed;
    for (const std::string key : {"table", "fixing", "multiply", "max_age"}) {
        if (!places.has("interest." + key)) continue;
        diagnostics.warning(
            places.of("interest." + key),
            fmt::format("{} has no effect with method = \"{}\"", key, fixed ? "fixed" : "none"),
            "leave it out, or set method = \"reference\"", key);
    }
}

void check_rates(const Policy& policy, const PolicyPlaces& places, Date as_of,
                 Diagnostics& diagnostics) {
    if (policy.interest.method == InterestMethod::none && policy.interest.yearly != Rate{}) {
        diagnostics.warning(places.of("interest.rate"), "a rate, but no interest is claimed",
                            "set `method` to \"fixed\" or \"reference\"", "rate");
    }
    const std::string remark = remark_on_rates(policy.interest, as_of);
    if (remark.empty()) return;
    diagnostics.warning(places.of("interest.table"), remark, std::string(rate_remedy), "table");
}

bool has_level(const Policy& policy, const std::string& name) {
    return std::ranges::any_of(policy.procedures, [&](const Procedure& procedure) {
        return std::ranges::find(procedure.levels, name, &Level::name) != procedure.levels.end();
    });
}

void check_named_levels(const Policy& policy, const PolicyPlaces& places,
                        Diagnostics& diagnostics) {
    const AgreementRules& rules = policy.agreements;
    const std::pair<std::string, std::string> named[] = {
        {"promise.resume_level", rules.promise.resume_level},
        {"plan.resume_level", rules.plan.resume_level},
        {"credit_record.announced_by", rules.credit_record.announced_by}};
    for (const auto& [key, level] : named) {
        if (level.empty() || has_level(policy, level)) continue;
        diagnostics.error(places.of(key), fmt::format("no procedure has a level '{}'", level),
                          "name one of the levels", key.substr(key.find('.') + 1));
    }
}

bool is_in_writing(const Level& level) {
    return std::ranges::any_of(level.channels, [](Channel channel) { return !is_task(channel); });
}

// Whether an invoice that goes through all levels of the procedure may be reported then.
bool leads_to_a_report(const Procedure& procedure, const CreditRecordRules& rules) {
    const bool is_announced = rules.announced_by.empty() ||
                              std::ranges::any_of(procedure.levels, [&](const Level& level) {
                                  return level.name == rules.announced_by && is_in_writing(level);
                              });
    const int least = rules.wait_days > 0 ? std::max(rules.notices, 1) : rules.notices;
    return is_announced && std::ranges::count_if(procedure.levels, is_in_writing) >= least;
}

void check_credit_record(const Policy& policy, const PolicyPlaces& places,
                         Diagnostics& diagnostics) {
    const CreditRecordRules& rules = policy.agreements.credit_record;
    if (!rules.report) return;
    if (rules.announced_by.empty()) {
        diagnostics.warning(places.of("credit_record"),
                            "debts are reported without an announcement",
                            "name the level whose notice announces it: announced_by, and how long "
                            "to wait: announced",
                            "credit_record");
    }
    const bool is_ever_met = std::ranges::any_of(
        policy.procedures,
        [&](const Procedure& procedure) { return leads_to_a_report(procedure, rules); });
    const bool names_no_level =
        !rules.announced_by.empty() && !has_level(policy, rules.announced_by);  // said elsewhere
    if (!is_ever_met && !names_no_level) {
        diagnostics.warning(
            places.of("credit_record"),
            fmt::format("no debt is ever to be reported: no procedure has {} in writing{}",
                        rules.notices == 1 ? "1 level"
                                           : fmt::format("{} levels", std::max(rules.notices, 1)),
                        rules.announced_by.empty()
                            ? ""
                            : fmt::format(", '{}' among them", rules.announced_by)),
            "ask for fewer notices, or give the levels a channel like email or letter", "notices");
    }
    if (rules.correct_within.days == 0) {
        diagnostics.warning(places.of("credit_record"),
                            "an entry has to be corrected on the very day of the payment",
                            "say how long it may take: correct_within = \"3wd\"", "credit_record");
    }
}

void check_payment(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    const auto& payment = policy.payment;
    if (payment.iban.empty() && payment.account.empty() && payment.link.empty()) {
        diagnostics.warning(places.of("payment"),
                            "no account and no link: a notice will not say how to pay",
                            "set `iban`, `account` or `link` in [payment]", "payment");
    } else if (payment.beneficiary.empty() && payment.link.empty()) {
        diagnostics.warning(places.of("payment"), "the account has no beneficiary",
                            "set `beneficiary` in [payment]", "beneficiary");
    }
}

}  // namespace

void check_policy(const Policy& policy, const PolicyPlaces& places, Date as_of,
                  Diagnostics& diagnostics) {
    Diagnostics found;
    check_procedures(policy, places, found);
    check_levels(policy, places, found);
    check_calendar(policy, places, as_of, found);
    check_rates(policy, places, as_of, found);
    check_idle_keys(policy, places, found);
    check_sender(policy, places, found);
    check_mail_in_clear(policy, places, found);
    check_payment(policy, places, found);
    check_contact_rules(policy, places, found);
    check_named_levels(policy, places, found);
    check_credit_record(policy, places, found);
    found.sort();
    for (const auto& diagnostic : found.all()) diagnostics.add(diagnostic);
}

}  // namespace dunning
