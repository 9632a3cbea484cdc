// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the program begins: the demo, a scenario, a log, a bus, or what was open last.
#pragma once

#include <QWidget>
#include <optional>

#include "app/desktop/catalog.hpp"

class QComboBox;
class QFrame;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTreeWidget;
class QVBoxLayout;

namespace chargerig::desktop {

class StartPage final : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void set_catalog(const std::vector<CatalogEntry>& entries);
    void set_recent(const QStringList& paths);
    // What went wrong; empty takes it away.
    void show_error(const QString& text);
    QString error() const;
    // Of the scenario to be started; empty: as fast as possible.
    std::optional<double> speed() const;

Q_SIGNALS:
    void demo();
    void scenario(const QString& path);
    void open_file();
    void recent(const QString& path);
    void listen(const QString& bus, const QString& protocol);

private:
    QWidget* make_ways();
    QWidget* make_scenarios();
    QFrame* make_card(QVBoxLayout*& column, const QString& title, const QString& text);
    void search(const QString& text);
    void start_selected();

    QTreeWidget* tree_;
    QListWidget* recent_;
    QLineEdit* search_;
    QComboBox* speed_;
    QPushButton* start_;
    QLineEdit* bus_;
    QLineEdit* protocol_;
    QLabel* error_;
};

}  // namespace chargerig::desktop
