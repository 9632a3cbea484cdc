// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "sim/link/schema.hpp"
#include "sim/link/schema_check.hpp"
#include "sim/link/schema_literals.hpp"
#include "sim/link/schema_names.hpp"
#include "sim/link/schema_traits.hpp"

namespace chargerig::link {
namespace schema {
namespace {

std::string_view format_name(Format format) {
    switch (format) {
        case Format::any:
            return {};
        case Format::date_time:
            return "date-time";
        case Format::evcc_id:
            return kEvccIdPattern;
    }
    return {};
}

struct Table {
    std::vector<SchemaRow>& rows;
    InterfaceVersion version;
    bool is_command;
    std::string_view owner;

    template <class T>
    void add(const std::string& path, const Constraint& constraint) const {
        rows.push_back({.is_command = is_command,
                        .owner = owner,
                        .path = path,
                        .type = json_type<T>(),
                        .unit = constraint.unit,
                        .required = !kIsOptional<T>,
                        .minimum = constraint.minimum,
                        .maximum = constraint.maximum,
                        .discharge_minimum = minimum_of(constraint, Strictness::discharge_tolerant),
                        .minimum_size = constraint.minimum_size,
                        .maximum_size = constraint.maximum_size,
                        .format = format_name(constraint.format),
                        .literals = literals<T>()});
        add_inside<T>(path, constraint);
    }

private:
    template <class T>
    std::vector<std::string_view> literals() const {
        using H = typename Held<T>::type;
        std::vector<std::string_view> all;
        if constexpr (std::is_enum_v<H> && !kIsList<T>) {
            for (std::size_t i = 0; i < kLiterals<H>.size(); ++i) {
                const std::string_view each = literal_in(version, static_cast<H>(i));
                if (!each.empty()) all.push_back(each);
            }
        }
        return all;
    }

    template <class T>
    void add_inside(const std::string& path, Constraint constraint) const {
        if constexpr (kIsOptional<T> || kIsBoxed<T>) {
            add_inside<std::remove_cvref_t<decltype(*std::declval<T&>())>>(path, constraint);
        } else if constexpr (kIsList<T>) {
            constraint.minimum_size = 0;
            constraint.maximum_size = kNoLimit;
            add<typename Held<T>::type>(path + "[]", constraint);
        } else if constexpr (Described<T>) {
            add_fields<T>(path);
        }
    }

    template <class Object>
    void add_fields(const std::string& path) const {
        for_each_field<Object>([&](const auto& field) {
            using Member = std::remove_cvref_t<decltype(std::declval<Object&>().*field.member)>;
            const std::string name(field.name_in(version));
            if (name.empty()) return;
            add<Member>(path.empty() ? name : path + "." + name, field.constraint);
        });
    }
};

std::vector<SchemaRow> build(InterfaceVersion version) {
    std::vector<SchemaRow> rows;
    for (const CommandSpec& spec : kCommandSpecs) {
        if (!offers(version, spec.name)) continue;
        const Table table{rows, version, true, literal(spec.name)};
        with_alternative<CommandPayload>(spec.alternative, [&]<class T>() {
            table.add<T>(std::string(spec.argument), spec.constraint);
        });
    }
    for (const VarSpec& spec : kVarSpecs) {
        if (!offers(version, spec.name)) continue;
        const Table table{rows, version, false, literal(spec.name)};
        with_alternative<VarPayload>(spec.alternative,
                                     [&]<class T>() { table.add<T>({}, spec.constraint); });
    }
    return rows;
}

}  // namespace
}  // namespace schema

const std::vector<SchemaRow>& schema_table(InterfaceVersion version) {
    static const std::array kTables{schema::build(InterfaceVersion::current),
                                    schema::build(InterfaceVersion::older)};
    return kTables[static_cast<std::size_t>(version)];
}

}  // namespace chargerig::link
