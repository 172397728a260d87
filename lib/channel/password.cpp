#include "channel/password.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "channel/program.h"

namespace dunning {
namespace {

constexpr int seconds_for_a_command = 10;
constexpr std::size_t longest_password = 4096;

Result<std::string> first_line(std::string text, const std::string& where) {
    text.resize(std::min(text.find('\n'), text.size()));
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty()) return Fault{where + ": the first line is empty"};
    if (text.size() > longest_password) return Fault{where + ": the first line is too long"};
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) {
            return Fault{where + ": the first line has a control character"};
        }
    }
    return text;
}

struct Reader {
    const std::filesystem::path& folder;

    Result<std::string> operator()(const PasswordCommand& command) const {
        const std::string where = "password_command " + command.program.front();
        ProgramEnd end = run_program({.program = command.program,
                                      .folder = folder,
                                      .timeout_seconds = seconds_for_a_command});
        switch (end.how) {
            case ProgramEnd::How::exited:
                if (end.status == 0) return first_line(std::move(end.output), where);
                return Fault{fmt::format("{}: ended with status {}", where, end.status)};
            case ProgramEnd::How::killed_by_signal:
                return Fault{fmt::format("{}: ended by signal {}", where, end.status)};
            case ProgramEnd::How::timed_out:
            case ProgramEnd::How::stopped:
                return Fault{fmt::format("{}: has not answered within {} seconds", where,
                                         seconds_for_a_command)};
            case ProgramEnd::How::not_started:
                return Fault{"password_command: " + end.problem};
        }
        return Fault{where};
    }

    Result<std::string> operator()(const PasswordFile& file) const {
        const std::filesystem::path path = folder / file.path;
        const std::string where = "password_file " + path.string();
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (descriptor < 0) return Fault{fmt::format("{}: {}", where, std::strerror(errno))};
        struct stat status {};
        const bool known = ::fstat(descriptor, &status) == 0;
        std::string text(longest_password + 2, '\0');
        const ssize_t size = known ? ::read(descriptor, text.data(), text.size()) : -1;
        ::close(descriptor);
        if (size < 0) return Fault{where + ": cannot be read"};
        if (!S_ISREG(status.st_mode)) return Fault{where + ": is no file"};
        if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 ||
            (status.st_uid != ::geteuid() && status.st_uid != 0)) {
            return Fault{where + ": others can read it", "chmod 600 " + path.string()};
        }
        text.resize(static_cast<std::size_t>(size));
        return first_line(std::move(text), where);
    }

    Result<std::string> operator()(const PasswordVariable& variable) const {
        const char* value = std::getenv(variable.name.c_str());
        if (value == nullptr)
            return Fault{fmt::format("password_env ${} is not set", variable.name)};
        return first_line(value, "password_env $" + variable.name);
    }
};

}  // namespace

Result<std::string> read_password(const PasswordSource& source,
                                  const std::filesystem::path& folder) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    return std::visit(Reader{folder}, source);
}

}  // namespace dunning
