// The trend picture: for each month what was open, what of it was overdue, and what came in.
// Internal to render.
#pragma once

#include <string>

#include "render/dashboard.h"
#include "render/dashboard_words.h"

namespace dunning {

// An inline SVG with title and description. `id` makes its ids unique on the page. REQUIRES: the
// currency has months.
std::string trend_chart(const DashboardCurrency& currency, const DashboardWords& words,
                        const std::string& id);

}  // namespace dunning
