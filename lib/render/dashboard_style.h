// The dashboard's style sheet. Internal to render.
#pragma once

#include <string_view>

namespace dunning {

extern const std::string_view dashboard_style;

}  // namespace dunning
