// One customer on one screen, and the same for programs.
#pragma once

#include <string>

#include "app/customer_view.h"
#include "cli/session.h"

namespace dunning::cli {

std::string customer_as_text(const CustomerView& view, Session& session);
// With `history` also what was changed, by whom and when; nullptr: without.
std::string customer_as_json(const CustomerView& view, const CustomerFile* history,
                             Session& session);

}  // namespace dunning::cli
