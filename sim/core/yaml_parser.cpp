// SPDX-License-Identifier: Apache-2.0
//
// From the library's events to our tree. Its own tree is not used: YAML::LoadAll of yaml-cpp 0.7
// never ends where a document begins with a sign that cannot begin one (","), and its nodes know
// neither limits nor repeated keys.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <map>
#include <sstream>

#include "sim/core/text.hpp"
#include "sim/core/yaml_data.hpp"

namespace chargerig::core {
namespace {

constexpr int kMaxDepth = YamlNode::Data::kMaxDepth;
constexpr std::size_t kMaxValues = 100'000;

SourcePosition position(const YAML::Mark& mark, std::string_view file) {
    if (mark.is_null()) return {std::string(file), 0, 0};
    return {std::string(file), mark.line + 1, mark.column + 1};
}

// Escapes in quoted texts can write what a file may not hold.
bool is_plain_text(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return is_control(c) && c != '\n' && c != '\t' && c != '\r';
    });
}

// The library's way out of an event; caught in parse_yaml().
struct Refused : std::exception {
    explicit Refused(Error said) : error(std::move(said)) {}
    Error error;
};

[[noreturn]] void refuse(const SourcePosition& where, std::string what, std::string value,
                         std::string allowed, std::string hint = "") {
    throw Refused{{where, std::move(what), std::move(value), std::move(allowed), std::move(hint)}};
}

// Few aliases that multiply each other must exhaust neither memory nor whoever walks the tree.
class TreeBuilder : public YAML::EventHandler {
public:
    explicit TreeBuilder(std::string_view file) : file_(file) {}

    YamlNode root() const { return root_; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ == 1) {
            start_ = mark;
        } else if (mark.pos == start_.pos) {
            refuse(position(mark, file_), "not valid YAML: this cannot begin a value", "", "");
        } else {
            refuse(position(mark, file_), "there is more behind the end of the document", "",
                   "one YAML document", "split the file at its '---' lines, if it has some");
        }
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        // Nothing has no place of its own: the library names that of the next thing.
        const DataPointer key = open_.empty() ? nullptr : open_.back().key;
        auto& data = *open(YamlNode::Kind::null, mark, anchor).data;
        if (key && data.where.line > key->where.line) data.where = key->where;
        close();
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        Open& node = open(YamlNode::Kind::scalar, mark, anchor);
        node.data->text = value;
        node.data->quoted = tag == "!";
        if (!is_plain_text(value)) {
            refuse(node.data->where, "the text has a control character", value,
                   "text, tabs and line ends");
        }
        close();
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            refuse(position(mark, file_), "the alias stands inside of what it stands for", "",
                   "an anchor that ends before");
        }
        add(found->second);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        open(YamlNode::Kind::sequence, mark, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        open(YamlNode::Kind::map, mark, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    using DataPointer = std::shared_ptr<const YamlNode::Data>;

    // A node that is not complete yet.
    struct Open {
        std::shared_ptr<YamlNode::Data> data;
        YAML::anchor_t anchor = YAML::NullAnchor;
        DataPointer key = nullptr;              // of a map: waits for its value
        std::map<std::string, int> lines = {};  // of a map's keys
    };

    Open& open(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        auto data = std::make_shared<YamlNode::Data>();
        data->kind = kind;
        data->where = position(mark, file_);
        check_size(data->where, 1, 0);
        ++values_;
        open_.push_back({std::move(data), anchor});
        return open_.back();
    }

    void close() {
        const Open done = std::move(open_.back());
        open_.pop_back();
        if (done.anchor != YAML::NullAnchor) anchors_[done.anchor] = done.data;
        // Counted when it was opened, and so was all that it holds.
        values_ -= done.data->values;
        add(done.data);
    }

    void check_size(const SourcePosition& where, std::size_t values, int levels) const {
        if (static_cast<int>(open_.size()) + levels > kMaxDepth) {
            refuse(where, "nested too deeply", "", "at most 64 levels");
        }
        if (values_ + values > kMaxValues) {
            refuse(where, "too many values", "", "at most 100000",
                   "an alias counts with all that it stands for");
        }
    }

    void add(const DataPointer& node) {
        check_size(node->where, node->values, node->levels);
        values_ += node->values;
        if (open_.empty()) {
            root_ = YamlNode(node);
            return;
        }
        Open& parent = open_.back();
        parent.data->values += node->values;
        parent.data->levels = std::max(parent.data->levels, node->levels + 1);
        if (parent.data->kind == YamlNode::Kind::sequence) {
            parent.data->items.emplace_back(node);
        } else if (!parent.key) {
            take_key(parent, node);
        } else {
            parent.data->entries.push_back({parent.key->text, parent.key->where, YamlNode(node)});
            parent.key = nullptr;
        }
    }

    static void take_key(Open& map, const DataPointer& key) {
        if (key->kind != YamlNode::Kind::scalar) {
            refuse(key->where, "a key must be a plain name", "", "text");
        }
        const auto [first, fresh] = map.lines.emplace(key->text, key->where.line);
        if (!fresh) {
            refuse(key->where, "the key stands twice", key->text, "each key once",
                   "the first is on line " + std::to_string(first->second));
        }
        map.key = key;
    }

    std::string_view file_;
    int documents_ = 0;
    YAML::Mark start_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, DataPointer> anchors_;
    std::size_t values_ = 0;
    YamlNode root_;
};

// What the library would take for something else, or pass on as it is.
Result<void> check_bytes(std::string_view text, std::string_view name) {
    if (text.size() > kMaxYamlBytes) {
        return fail({{std::string(name), 0, 0}, "the file is too large", "", "at most 1 MiB", ""});
    }
    int line = 1;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view each = text.substr(0, end);
        const SourcePosition where{std::string(name), line++, 1};
        if (!is_utf8(each)) {
            return fail({where, "the line is not UTF-8 text", "", "", "save the file as UTF-8"});
        }
        if (!is_plain_text(each)) {
            return fail({where, "the line has a control character", "", "text and tabs",
                         "is this a YAML file?"});
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

// What is missing at the end of the file is missed on its last line.
SourcePosition within(std::string_view text, SourcePosition where) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    const auto lines = 1 + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    if (where.line > lines) where = {where.file, lines, 0};
    return where;
}

}  // namespace

Result<YamlNode> parse_yaml(std::string_view text, std::string_view name) {
    if (auto good = check_bytes(text, name); !good) return fail(std::move(good.error()));
    try {
        // The library takes a line end at the end of the file for a missing quote: end with a
        // comment.
        std::istringstream stream{std::string(text) + "\n#"};
        YAML::Parser parser(stream);
        TreeBuilder builder(name);
        if (!parser.HandleNextDocument(builder)) {
            auto nothing = std::make_shared<YamlNode::Data>();
            nothing->where.file = name;
            return YamlNode(std::move(nothing));
        }
        // Whatever follows is refused.
        parser.HandleNextDocument(builder);
        return builder.root();
    } catch (const Refused& refused) {
        return fail(refused.error);
    } catch (const YAML::Exception& e) {
        return fail({within(text, position(e.mark, name)), "not valid YAML: " + e.msg, "", "", ""});
    }
}

}  // namespace chargerig::core
