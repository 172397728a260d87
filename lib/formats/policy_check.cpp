#include "formats/policy_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/network_address.h"
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

// Whether every customer whom `later` fits is fitted by `earlier` as well.
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

void check_procedures(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    const auto& procedures = policy.procedures;
    for (std::size_t later = 0; later < procedures.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (!covers(procedures[earlier].when, procedures[later].when)) continue;
            diagnostics.error(
                places.of(fmt::format("procedure[{}]", later)),
                fmt::format("procedure '{}' is never chosen: '{}' before it fits all of its "
                            "customers",
                            procedures[later].name, procedures[earlier].name),
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

void check_resumption(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    const std::pair<std::string, std::string> named[] = {
        {"promise.resume_level", policy.agreements.promise.resume_level},
        {"plan.resume_level", policy.agreements.plan.resume_level}};
    for (const auto& [key, level] : named) {
        if (level.empty() || has_level(policy, level)) continue;
        diagnostics.error(places.of(key), fmt::format("no procedure has a level '{}'", level),
                          "name one of the levels", "resume_level");
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
    check_sender(policy, places, found);
    check_mail_in_clear(policy, places, found);
    check_payment(policy, places, found);
    check_resumption(policy, places, found);
    found.sort();
    for (const auto& diagnostic : found.all()) diagnostics.add(diagnostic);
}

}  // namespace dunning
