#include "app/check_own_wording.h"

#include <algorithm>
#include <string_view>

#include "core/opt_out.h"
#include "render/sectioned_text.h"

namespace dunning {
namespace {

bool has_opt_out(std::string_view text) {
    return text.find("opt_out") != std::string_view::npos;
}

// The frames of emails; that of a plan's page shows what its text says.
bool is_email(std::string_view file) {
    return file == "notice.txt" || file == "notice.html" || file == "plan_message.txt";
}

void warn(const std::string& path, int line, std::string_view what, Diagnostics& diagnostics) {
    diagnostics.warning(
        {"templates/" + path, line, line == 0 ? 0 : 1},
        "says nothing of how to stop these " + std::string(what) + ", which us-reg-f asks for",
        "write {{#opt_out}} ... {{/opt_out}} around a line that says it, as the "
        "shipped text does");
}

}  // namespace

void check_own_wording(const std::map<std::string, std::string>& own, const Policy& policy,
                       Diagnostics& diagnostics) {
    if (!asks_for_opt_out(policy.contact)) return;
    for (const auto& [path, text] : own) {
        const std::string file = path.substr(path.find('/') + 1);
        if (is_email(file)) {
            if (!has_opt_out(text)) warn(path, 0, "emails", diagnostics);
            continue;
        }
        const auto sections = split_sections(text);
        const auto sms = std::ranges::find(sections, "sms", &TextSection::name);
        if (sms != sections.end() && !has_opt_out(sms->text)) {
            warn(path, sms->line, "texts", diagnostics);
        }
    }
}

}  // namespace dunning
