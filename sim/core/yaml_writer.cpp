// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml_writer.hpp"

#include <algorithm>
#include <string_view>

namespace chargerig::core {
namespace {

bool plain_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '/' || c == '+' || c == '-';
}

// Every number and word that YAML gives a meaning consists of these characters, so that quotes
// around anything else change no meaning. A '-' alone or in front of a blank would be a list.
bool needs_no_quotes(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), plain_character) && text != "-" &&
           !text.starts_with("---") && text != "null" && text != "Null" && text != "NULL";
}

std::string in_quotes(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            out += "\\x";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string scalar(const YamlNode& node) {
    if (!node.quoted() && needs_no_quotes(node.text())) return node.text();
    return in_quotes(node.text());
}

std::string key_text(const std::string& key) {
    return needs_no_quotes(key) ? key : in_quotes(key);
}

void write(const YamlNode& node, std::size_t depth, std::string& out);

// Behind "key:" or "-".
void write_value(const YamlNode& node, std::size_t depth, std::string& out) {
    const bool empty =
        (node.is_map() && node.entries().empty()) || (node.is_sequence() && node.items().empty());
    if (node.is_scalar()) {
        out += " " + scalar(node) + "\n";
    } else if (empty) {
        out += node.is_map() ? " {}\n" : " []\n";
    } else if (node.kind() == YamlNode::Kind::null) {
        out += " ~\n";
    } else {
        out += "\n";
        write(node, depth + 1, out);
    }
}

void write(const YamlNode& node, std::size_t depth, std::string& out) {
    const std::string indent(2 * depth, ' ');
    for (const auto& entry : node.entries()) {
        out += indent;
        out += key_text(entry.key) + ":";
        write_value(entry.value, depth, out);
    }
    for (const auto& item : node.items()) {
        out += indent;
        out += "-";
        write_value(item, depth, out);
    }
}

}  // namespace

std::string to_yaml(const YamlNode& root) {
    std::string out;
    if (root.is_scalar()) return scalar(root) + "\n";
    write(root, 0, out);
    if (!out.empty()) return out;
    return root.is_sequence() ? "[]\n" : root.is_map() ? "{}\n" : "~\n";
}

}  // namespace chargerig::core
