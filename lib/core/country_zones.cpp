#include "core/country_zones.h"

#include <algorithm>
#include <array>

namespace dunning {
namespace {

constexpr std::size_t most_zones = 4;

struct CountryZones {
    std::string_view country;
    std::array<std::string_view, most_zones> zones;  // the unused are empty
};

// By country. Source: the zone table (zone1970.tab) of the IANA time zone database.
constexpr CountryZones zone_table[] = {
    {"AE", {"Asia/Dubai"}},
    {"AR", {"America/Argentina/Buenos_Aires"}},
    {"AT", {"Europe/Vienna"}},
    {"AU", {"Australia/Sydney", "Australia/Brisbane", "Australia/Perth"}},
    {"BD", {"Asia/Dhaka"}},
    {"BE", {"Europe/Brussels"}},
    {"BG", {"Europe/Sofia"}},
    {"BR", {"America/Noronha", "America/Sao_Paulo", "America/Rio_Branco"}},
    {"CA", {"America/St_Johns", "America/Toronto", "America/Vancouver"}},
    {"CH", {"Europe/Zurich"}},
    {"CL", {"America/Santiago", "Pacific/Easter"}},
    {"CN", {"Asia/Shanghai"}},
    {"CO", {"America/Bogota"}},
    {"CY", {"Asia/Nicosia"}},
    {"CZ", {"Europe/Prague"}},
    {"DE", {"Europe/Berlin"}},
    {"DK", {"Europe/Copenhagen"}},
    {"EE", {"Europe/Tallinn"}},
    {"EG", {"Africa/Cairo"}},
    {"ES", {"Europe/Madrid", "Atlantic/Canary"}},
    {"FI", {"Europe/Helsinki"}},
    {"FR", {"Europe/Paris"}},
    {"GB", {"Europe/London"}},
    {"GR", {"Europe/Athens"}},
    {"HK", {"Asia/Hong_Kong"}},
    {"HR", {"Europe/Zagreb"}},
    {"HU", {"Europe/Budapest"}},
    {"ID", {"Asia/Jakarta", "Asia/Jayapura"}},
    {"IE", {"Europe/Dublin"}},
    {"IL", {"Asia/Jerusalem"}},
    {"IN", {"Asia/Kolkata"}},
    {"IS", {"Atlantic/Reykjavik"}},
    {"IT", {"Europe/Rome"}},
    {"JP", {"Asia/Tokyo"}},
    {"KE", {"Africa/Nairobi"}},
    {"KR", {"Asia/Seoul"}},
    {"KW", {"Asia/Kuwait"}},
    {"KZ", {"Asia/Almaty"}},
    {"LI", {"Europe/Vaduz"}},
    {"LT", {"Europe/Vilnius"}},
    {"LU", {"Europe/Luxembourg"}},
    {"LV", {"Europe/Riga"}},
    {"MA", {"Africa/Casablanca"}},
    {"MO", {"Asia/Macau"}},
    {"MT", {"Europe/Malta"}},
    {"MX", {"America/Cancun", "America/Mexico_City", "America/Tijuana", "America/Hermosillo"}},
    {"MY", {"Asia/Kuala_Lumpur"}},
    {"NG", {"Africa/Lagos"}},
    {"NL", {"Europe/Amsterdam"}},
    {"NO", {"Europe/Oslo"}},
    {"NZ", {"Pacific/Auckland", "Pacific/Chatham"}},
    {"PE", {"America/Lima"}},
    {"PH", {"Asia/Manila"}},
    {"PK", {"Asia/Karachi"}},
    {"PL", {"Europe/Warsaw"}},
    {"PT", {"Europe/Lisbon", "Atlantic/Azores"}},
    {"RO", {"Europe/Bucharest"}},
    {"RU", {"Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka"}},
    {"SA", {"Asia/Riyadh"}},
    {"SE", {"Europe/Stockholm"}},
    {"SG", {"Asia/Singapore"}},
    {"SI", {"Europe/Ljubljana"}},
    {"SK", {"Europe/Bratislava"}},
    {"TH", {"Asia/Bangkok"}},
    {"TR", {"Europe/Istanbul"}},
    {"TW", {"Asia/Taipei"}},
    {"UA", {"Europe/Kyiv"}},
    {"US", {"America/New_York", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu"}},
    {"VN", {"Asia/Ho_Chi_Minh"}},
    {"ZA", {"Africa/Johannesburg"}},
};

}  // namespace

std::span<const std::string_view> zones_of_country(std::string_view country) {
    const auto found = std::ranges::find(zone_table, country, &CountryZones::country);
    if (found == std::end(zone_table)) return {};
    const auto end = std::ranges::find(found->zones, std::string_view());
    return {found->zones.begin(), static_cast<std::size_t>(end - found->zones.begin())};
}

}  // namespace dunning
