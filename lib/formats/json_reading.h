// How the readers of JSON in this folder call rapidjson: strings of our own limits and places.
#pragma once

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <string>
#include <string_view>

namespace dunning {

// Numbers stay text: money keeps its digits. No number is ever made a binary fraction for us.
inline constexpr unsigned json_flags = rapidjson::kParseNumbersAsStringsFlag;

// What a handler has to have beside Key, String and the four of arrays and objects: every scalar
// but a string comes as its text, null as none.
template <class Handler>
struct JsonHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
    bool Null() { return self().scalar({}); }
    bool Bool(bool value) { return self().scalar(value ? "true" : "false"); }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        return self().scalar({text, size});
    }

  private:
    Handler& self() { return static_cast<Handler&>(*this); }
};

}  // namespace dunning
