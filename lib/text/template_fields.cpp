#include <algorithm>

#include "core/check.h"
#include "text/message_template.h"

namespace dunning {
namespace {

bool is_name(const std::string& name) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return !name.empty() && name.find_first_not_of(allowed) == std::string::npos;
}

}  // namespace

TemplateFields& TemplateFields::scalar(std::string name) {
    declare(std::move(name), Kind::scalar);
    return *this;
}

TemplateFields& TemplateFields::scalars(const std::vector<std::string>& names) {
    for (const std::string& name : names) declare(name, Kind::scalar);
    return *this;
}

TemplateFields& TemplateFields::flag(std::string name) {
    declare(std::move(name), Kind::flag);
    return *this;
}

TemplateFields& TemplateFields::list(std::string name, std::vector<std::string> entry_scalars) {
    DUNNING_CHECK(std::all_of(entry_scalars.begin(), entry_scalars.end(), is_name));
    own_tables().entry_scalars[name] = std::move(entry_scalars);
    declare(std::move(name), Kind::list);
    return *this;
}

const std::vector<std::string>& TemplateFields::entry_scalars(const std::string& list) const {
    const auto found = tables_->entry_scalars.find(list);
    DUNNING_CHECK(found != tables_->entry_scalars.end());
    return found->second;
}

void TemplateFields::declare(std::string name, Kind kind) {
    DUNNING_CHECK(is_name(name));
    const bool is_new = own_tables().names.emplace(std::move(name), kind).second;
    DUNNING_CHECK(is_new);
}

TemplateFields::Tables& TemplateFields::own_tables() {
    if (tables_.use_count() > 1) tables_ = std::make_shared<Tables>(*tables_);
    return *tables_;
}

}  // namespace dunning
