#include "channel/outbox_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace dunning {
namespace {

Delivery failed(const std::filesystem::path& path, std::string_view doing) {
    return {DeliveryOutcome::unwritable,
            fmt::format("{}: cannot be {}: {}", path.string(), doing, std::strerror(errno))};
}

// Whether the file has exactly these bytes: then an earlier attempt had put it there.
bool holds(const std::filesystem::path& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    char buffer[1 << 14];
    ssize_t size = 0;
    while ((size = ::read(file, buffer, sizeof buffer)) > 0) {
        const std::string_view read(buffer, static_cast<std::size_t>(size));
        if (!bytes.starts_with(read)) break;
        bytes.remove_prefix(read.size());
    }
    ::close(file);
    return size == 0 && bytes.empty();
}

}  // namespace

OutboxDirectory::OutboxDirectory(std::filesystem::path directory)
    : directory_(std::move(directory)) {}

Delivery OutboxDirectory::deliver(const Parcel& parcel) {
    const Document& document = parcel.document;
    const std::string& key = parcel.key;
    const std::filesystem::path folder = directory_ / outbox_folder(document.channel);
    if (!folders_.make(directory_)) return failed(directory_, "made");
    if (!folders_.make(folder)) return failed(folder, "made");
    const std::filesystem::path target = folder / (key + "." + document.extension);
    const std::filesystem::path temporary = folder / ("." + key + ".tmp");
    if (!write_synced(temporary, document.bytes)) {
        const Delivery problem = failed(target, "written");
        ::unlink(temporary.c_str());
        return problem;
    }
    parcel.before_the_last_byte();
    const bool linked = ::link(temporary.c_str(), target.c_str()) == 0;
    const bool taken = !linked && errno == EEXIST;
    const Delivery problem = linked || taken ? Delivery{} : failed(target, "written");
    ::unlink(temporary.c_str());
    if (!linked && !taken) return problem;
    if (taken && !holds(target, document.bytes)) {
        return {DeliveryOutcome::failed_for_now,
                target.string() + ": another file of that name is there"};
    }
    touched_.insert(folder);
    return {taken ? DeliveryOutcome::already_there : DeliveryOutcome::sent,
            target.filename().string()};
}

std::optional<Delivery> OutboxDirectory::finish_group() {
    std::optional<Delivery> problem;
    for (const std::filesystem::path& folder : touched_) {
        if (!sync_folder(folder)) problem = failed(folder, "synced");
    }
    touched_.clear();
    return problem;
}

}  // namespace dunning
