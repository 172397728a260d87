// What nearly every file includes, parsed once. Only a shortcut for the build with sanitizers, whose
// time is spent on headers: the others go without it, so each file must include what it uses. (With
// optimisation, g++ 12 forgets that precompiled headers are the system's, and warns of them.)
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
