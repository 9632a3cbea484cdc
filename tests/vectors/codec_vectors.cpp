// SPDX-License-Identifier: Apache-2.0
//
// Our DBC reader and codec, asked line by line, so that programs in other languages can compare
// them with independent ones. One answer for each line:
//   L FILE                     layout as JSON
//   D FILE ID DATA             identifier and bytes in hex -> {"message": ..., "signals": {name:
//   physical}} E FILE MESSAGE {name: physical}   -> bytes in hex; a signal that is not named is raw
//   0
// What cannot be answered gives {"error": ...}. File names must not contain blanks.
#include <charconv>
#include <cmath>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sim/dbc/codec.hpp"
#include "sim/dbc/reader.hpp"

namespace {

using namespace chargerig;
using nlohmann::json;

struct File {
    dbc::Database database;
    std::vector<dbc::MessageCodec> codecs;  // in the order of database.messages
    std::string error;
};

std::string failure(const std::string& text) {
    return json{{"error", text}}.dump();
}

File& file_named(const std::string& path) {
    static std::map<std::string, File> files;
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    File& file = files[path];
    auto database = dbc::read_dbc_file(path);
    if (!database) {
        file.error = database.error().front().text();
        return file;
    }
    file.database = std::move(*database);
    for (const auto& message : file.database.messages) file.codecs.emplace_back(message);
    return file;
}

json signal_layout(const dbc::Signal& signal) {
    json labels = json::object();
    for (const auto& label : signal.labels) labels[std::to_string(label.raw)] = label.text;
    return {{"name", signal.name},
            {"start", signal.start},
            {"length", signal.length},
            {"little_endian", signal.byte_order == dbc::ByteOrder::little_endian},
            {"signed", signal.is_signed},
            {"factor", signal.factor},
            {"offset", signal.offset},
            {"min", signal.limited ? json(signal.minimum) : json()},
            {"max", signal.limited ? json(signal.maximum) : json()},
            {"unit", signal.unit},
            {"labels", std::move(labels)}};
}

std::string layout(const File& file) {
    json messages = json::array();
    for (const auto& message : file.database.messages) {
        json signals = json::array();
        for (const auto& signal : message.signals) signals.push_back(signal_layout(signal));
        messages.push_back({{"name", message.name},
                            {"id", message.id},
                            {"extended", message.extended},
                            {"length", message.length},
                            {"transmitter", message.transmitter},
                            {"cycle_ms", message.cycle_time_ms},
                            {"signals", std::move(signals)}});
    }
    return json{{"messages", std::move(messages)}}.dump();
}

bool parse_hex(const std::string& text, dbc::Payload& payload, std::size_t& length) {
    if (text.size() % 2 != 0 || text.size() > 2 * payload.size()) return false;
    length = text.size() / 2;
    for (std::size_t i = 0; i < length; ++i) {
        const char* byte = text.data() + 2 * i;
        const auto [end, code] = std::from_chars(byte, byte + 2, payload[i], 16);
        if (code != std::errc{} || end != byte + 2) return false;
    }
    return true;
}

std::string decode(const File& file, std::istringstream& words) {
    std::string id_text;
    std::string data;
    words >> id_text >> data;
    std::uint32_t id = 0;
    const auto parsed = std::from_chars(id_text.data(), id_text.data() + id_text.size(), id, 16);
    dbc::Payload payload{};
    std::size_t length = 0;
    if (parsed.ec != std::errc{} || !parse_hex(data, payload, length)) return failure("not hex");

    for (const auto& codec : file.codecs) {
        const dbc::Message& message = codec.message();
        if (message.id != id) continue;
        if (length != message.length) {
            return failure(message.name + " has " + std::to_string(message.length) + " bytes");
        }
        std::vector<double> values(message.signals.size());
        codec.decode(payload, values);
        json signals = json::object();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (codec.selected(i, payload)) signals[message.signals[i].name] = values[i];
        }
        return json{{"message", message.name}, {"signals", std::move(signals)}}.dump();
    }
    return failure("no such message");
}

std::string encode_with(const dbc::MessageCodec& codec, const json& given) {
    const dbc::Message& message = codec.message();
    std::vector<double> values;
    for (const auto& signal : message.signals) values.push_back(signal.offset);
    for (const auto& [name, value] : given.items()) {
        const dbc::Signal* signal = dbc::find_signal(message, name);
        if (signal == nullptr) return failure(message.name + " has no signal " + name);
        if (!value.is_number()) return failure(name + " is not a number");
        values[static_cast<std::size_t>(signal - message.signals.data())] = value.get<double>();
    }
    dbc::Payload payload{};
    const dbc::EncodeStatus status = codec.encode(values, payload);
    if (!status) return failure(codec.error(status, values[status.signal]).text());
    std::string hex;
    for (std::size_t i = 0; i < message.length; ++i) {
        constexpr char kDigits[] = "0123456789ABCDEF";
        hex += kDigits[payload[i] >> 4U];
        hex += kDigits[payload[i] & 0xFU];
    }
    return hex;
}

std::string encode(const File& file, std::istringstream& words) {
    std::string name;
    words >> name;
    std::string text;
    std::getline(words, text);
    const json given = json::parse(text, nullptr, false);
    if (!given.is_object()) return failure("the values are not a JSON object");
    for (const auto& codec : file.codecs) {
        if (codec.message().name == name) return encode_with(codec, given);
    }
    return failure("no such message");
}

std::string answer(const std::string& line) {
    std::istringstream words(line);
    std::string command;
    std::string path;
    words >> command >> path;
    const File& file = file_named(path);
    if (!file.error.empty()) return failure(file.error);
    if (command == "L") return layout(file);
    if (command == "D") return decode(file, words);
    if (command == "E") return encode(file, words);
    return failure("unknown command");
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) std::cout << answer(line) << '\n';
    return 0;
}
