#include "core/behaviour.h"

#include <fmt/format.h>

namespace dunning {

std::string_view to_text(Behaviour behaviour) {
    switch (behaviour) {
        case Behaviour::first_lapse:
            return "first_lapse";
        case Behaviour::habitual:
            return "habitual";
        case Behaviour::cooperative:
            return "cooperative";
        case Behaviour::obstinate:
            return "obstinate";
    }
    return "first_lapse";
}

std::optional<Behaviour> behaviour_from(std::string_view text) {
    for (const auto behaviour : {Behaviour::first_lapse, Behaviour::habitual,
                                 Behaviour::cooperative, Behaviour::obstinate}) {
        if (to_text(behaviour) == text) return behaviour;
    }
    return std::nullopt;
}

std::optional<Behaviour> behaviour_of(const PaymentRecord& record) {
    constexpr int broken_too_often = 2;
    constexpr int late_too_often = 3;
    if (record.broken >= broken_too_often || record.refusals > 0) return Behaviour::obstinate;
    if (record.arrangements > 0 && record.broken == 0) return Behaviour::cooperative;
    if (record.late >= late_too_often && 2 * record.late >= record.settled) {
        return Behaviour::habitual;
    }
    if (record.late == 0) return Behaviour::first_lapse;
    return std::nullopt;
}

std::string in_words(const PaymentRecord& record) {
    std::string text =
        fmt::format("{} of {} invoices paid late, {} of {} promises and plans broken", record.late,
                    record.settled, record.broken, record.arrangements);
    if (record.refusals == 1) text += ", refused once";
    if (record.refusals > 1) text += fmt::format(", refused {} times", record.refusals);
    return text;
}

}  // namespace dunning
