#include "core/opt_out.h"

#include <algorithm>

namespace dunning {

bool asks_for_opt_out(const ContactSettings& settings, CustomerKind kind) {
    return std::ranges::any_of(settings.sets, [kind](const RuleSetUse& use) {
        return use.set == RuleSetName::us_reg_f && use.kind.value_or(kind) == kind;
    });
}

bool asks_for_opt_out(const ContactSettings& settings) {
    return std::ranges::find(settings.sets, RuleSetName::us_reg_f, &RuleSetUse::set) !=
           settings.sets.end();
}

}  // namespace dunning
