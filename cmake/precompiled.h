// What nearly every file includes, parsed once. Only a shortcut, because most of the time of a
// build is spent on headers: the preset `dev` goes without it, so each file must include what it
// uses.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>
