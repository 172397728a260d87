#include "channel/outbox_bundle.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace dunning {
namespace {

std::filesystem::path index_of(std::filesystem::path pdf) {
    return pdf.replace_extension(".csv");
}

}  // namespace

OutboxBundle::OutboxBundle(std::filesystem::path directory, Date day, Merge merge)
    : directory_(std::move(directory)), day_(day), merge_(std::move(merge)) {}

Delivery OutboxBundle::failed(std::string_view doing) const {
    return {DeliveryOutcome::unwritable,
            fmt::format("{}: cannot be {}: {}", target_.string(), doing, std::strerror(errno))};
}

// The first that is free.
bool OutboxBundle::choose_name() {
    target_ = folder_ / (to_text(day_) + ".pdf");
    if (!folders_.make(directory_) || !folders_.make(folder_)) return false;
    for (int n = 2; ::access(target_.c_str(), F_OK) == 0; ++n) {
        target_ = folder_ / fmt::format("{}-{}.pdf", to_text(day_), n);
    }
    return true;
}

Delivery OutboxBundle::deliver(const Parcel& parcel) {
    if (letters_.empty() && !choose_name()) return failed("made");
    parcel.before_the_last_byte();
    letters_.push_back({parcel.key, parcel.to, parcel.document.bytes});
    return {DeliveryOutcome::sent, target_.filename().string()};
}

// An index that a killed run left without its PDF is written over; its name is safe before the PDF
// has one, because without it nobody knows what the PDF holds. A name that may be gone after a
// power loss is taken back, so that the next run starts afresh.
std::optional<Delivery> OutboxBundle::write(const Files& files) {
    const std::filesystem::path temporary = folder_ / ".letters.tmp";
    const auto put = [&](const std::string& bytes) { return write_synced(temporary, bytes); };
    const bool good =
        put(files.index) && ::rename(temporary.c_str(), index_of(target_).c_str()) == 0 &&
        sync_folder(folder_) && put(files.pdf) && ::link(temporary.c_str(), target_.c_str()) == 0;
    std::optional<Delivery> problem;
    if (!good) problem = failed("written");
    ::unlink(temporary.c_str());
    if (problem || sync_folder(folder_)) return problem;
    problem = failed("synced");
    if (::unlink(target_.c_str()) != 0) problem->outcome = DeliveryOutcome::uncertain;
    return problem;
}

std::optional<Delivery> OutboxBundle::finish_group() {
    if (letters_.empty()) return std::nullopt;
    const std::vector<Letter> letters = std::exchange(letters_, {});
    return write(merge_(letters));
}

bool OutboxBundle::has_already(const std::string& key) {
    if (!keys_) {
        keys_.emplace();
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
            if (entry.path().extension() == ".pdf") keys_->merge(keys_in_bundle(entry.path()));
        }
    }
    return keys_->contains(key);
}

std::set<std::string> keys_in_bundle(const std::filesystem::path& pdf) {
    std::set<std::string> keys;
    std::ifstream lines(index_of(pdf));
    std::string line;
    std::getline(lines, line);  // the names of the columns
    while (std::getline(lines, line)) keys.insert(line.substr(0, line.find(',')));
    return keys;
}

}  // namespace dunning
