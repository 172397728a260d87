#include "text/json_writer.h"

// A misuse of the writer is our own mistake, in every build.
#define RAPIDJSON_ASSERT(condition) DUNNING_CHECK(condition)
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <vector>

#include "text/utf8.h"

namespace dunning {
namespace {

rapidjson::SizeType size_of(std::string_view text) {
    DUNNING_CHECK(std::in_range<rapidjson::SizeType>(text.size()));
    return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

struct JsonWriter::Implementation {
    // An object or array that is not ended yet. The library watches that ends match beginnings, but
    // takes a string for a key and lets an object end after a key.
    enum class Level { array, object_before_key, object_before_value };

    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    std::vector<Level> open;

    void before_value() {
        if (open.empty()) return;
        DUNNING_CHECK(open.back() != Level::object_before_key);
        if (open.back() == Level::object_before_value) open.back() = Level::object_before_key;
    }

    void before_key() {
        DUNNING_CHECK(!open.empty() && open.back() == Level::object_before_key);
        open.back() = Level::object_before_value;
    }

    void before_end(Level expected) {
        DUNNING_CHECK(!open.empty() && open.back() == expected);
        open.pop_back();
    }

    void text(std::string_view bytes) {
        if (first_invalid_utf8(bytes)) {
            const std::string repaired = replace_invalid_utf8(bytes);
            writer.String(repaired.data(), size_of(repaired));
        } else {
            // The writer wants an address even for no characters.
            writer.String(bytes.empty() ? "" : bytes.data(), size_of(bytes));
        }
    }
};

JsonWriter::JsonWriter() : implementation_(std::make_unique<Implementation>()) {}
JsonWriter::~JsonWriter() = default;
JsonWriter::JsonWriter(JsonWriter&&) noexcept = default;
JsonWriter& JsonWriter::operator=(JsonWriter&&) noexcept = default;

JsonWriter& JsonWriter::begin_object() {
    implementation_->before_value();
    implementation_->writer.StartObject();
    implementation_->open.push_back(Implementation::Level::object_before_key);
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    implementation_->before_end(Implementation::Level::object_before_key);
    implementation_->writer.EndObject();
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    implementation_->before_value();
    implementation_->writer.StartArray();
    implementation_->open.push_back(Implementation::Level::array);
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    implementation_->before_end(Implementation::Level::array);
    implementation_->writer.EndArray();
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    implementation_->before_key();
    implementation_->text(name);
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    implementation_->before_value();
    implementation_->text(text);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
    implementation_->before_value();
    implementation_->writer.Int64(number);
    return *this;
}

JsonWriter& JsonWriter::money(const Money& amount) {
    return string(to_decimal(amount));
}

JsonWriter& JsonWriter::date(Date day) {
    return string(to_text(day));
}

JsonWriter& JsonWriter::null() {
    implementation_->before_value();
    implementation_->writer.Null();
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    DUNNING_CHECK(!json.empty());
    implementation_->before_value();
    implementation_->writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    return *this;
}

JsonWriter& JsonWriter::write_true() {
    implementation_->before_value();
    implementation_->writer.Bool(true);
    return *this;
}

JsonWriter& JsonWriter::write_false() {
    implementation_->before_value();
    implementation_->writer.Bool(false);
    return *this;
}

std::string JsonWriter::take_part() {
    std::string text(implementation_->buffer.GetString(), implementation_->buffer.GetSize());
    implementation_->buffer.Clear();
    return text;
}

std::string JsonWriter::take() {
    DUNNING_CHECK(implementation_->writer.IsComplete());
    std::string text(implementation_->buffer.GetString(), implementation_->buffer.GetSize());
    *this = JsonWriter();
    return text;
}

}  // namespace dunning
