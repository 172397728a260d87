// The second half of loading a message template: every name known, every section closed.
//
// Internal to message_template.
#pragma once

#include <string_view>
#include <vector>

#include "text/message_template.h"
#include "text/template_scanner.h"

namespace dunning {

void check_template(std::string_view text, const std::vector<TemplatePiece>& pieces,
                    const TemplateFields& fields, std::vector<TemplateFault>& faults);

}  // namespace dunning
