// The aging picture: one bar for each bucket, with its amount. Internal to render.
#pragma once

#include <cstdint>
#include <string>

#include "render/dashboard.h"
#include "render/dashboard_words.h"

namespace dunning {

// An inline SVG with title and description. `id` makes its ids unique on the page.
std::string aging_chart(const DashboardCurrency& currency, const DashboardWords& words,
                        const std::string& id);

// "12.5 %" of `whole`, in the language's way; "0.0 %" when there is no whole.
std::string share_text(const Money& part, const Money& whole, const DashboardWords& words);
std::string tenths_text(std::int64_t tenths, const DashboardWords& words);

}  // namespace dunning
