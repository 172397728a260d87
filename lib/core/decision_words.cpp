// The names of the rules, as programs read them and `--explain` shows them.
#include "core/decision.h"

namespace dunning {

std::string_view to_text(Rule rule) {
    switch (rule) {
        case Rule::ceased:
            return "ceased";
        case Rule::represented:
            return "represented";
        case Rule::disputed:
            return "disputed";
        case Rule::on_hold:
            return "on_hold";
        case Rule::promise_open:
            return "promise_open";
        case Rule::plan_current:
            return "plan_current";
        case Rule::referred:
            return "referred";
        case Rule::already_sent:
            return "already_sent";
        case Rule::uncertain:
            return "uncertain";
        case Rule::awaiting_approval:
            return "awaiting_approval";
        case Rule::queued:
            return "queued";
        case Rule::last_level_done:
            return "last_level_done";
        case Rule::too_soon:
            return "too_soon";
        case Rule::below_minimum:
            return "below_minimum";
        case Rule::stale_data:
            return "stale_data";
        case Rule::non_working_day:
            return "non_working_day";
        case Rule::credit_covers:
            return "credit_covers";
        case Rule::no_contact_point:
            return "no_contact_point";
        case Rule::opted_out:
            return "opted_out";
        case Rule::not_alone:
            return "not_alone";
        case Rule::stale_rates:
            return "stale_rates";
    }
    return "too_soon";
}

}  // namespace dunning
