// SPDX-License-Identifier: Apache-2.0
//
// A Qt SerialBus plugin whose device refuses writes, as socketcan does while the kernel's queue is
// full. It stands in for "virtualcan" in the program that it is linked into, because only a virtual
// bus may send. The interface's name says how it behaves: "refuse-N" refuses the first N writes,
// "refuse-all" all of them, "late-N" takes all but reports a loss at the N-th
// and another soon after the next.
#include <QtCore/QTimer>
#include <QtCore/QtPlugin>
#include <QtSerialBus/QCanBusDevice>
#include <QtSerialBus/QCanBusFactory>
#include <QtSerialBus/QCanBusFrame>

namespace {

class StubbornDevice : public QCanBusDevice {
public:
    explicit StubbornDevice(const QString& name)
        : refuses_all_(name == QStringLiteral("refuse-all")),
          loses_late_(name.startsWith(QStringLiteral("late-"))),
          count_(name.section(QLatin1Char('-'), 1).toInt()) {}

    bool writeFrame(const QCanBusFrame& frame) override {
        ++writes_;
        if (loses_late_) {
            if (writes_ == count_) setError(QStringLiteral("lost after all"), WriteError);
            if (writes_ == count_ + 1) QTimer::singleShot(0, this, [this] { lose_another(); });
            return true;
        }
        if (refuses_all_ || writes_ <= count_) {
            setError(QStringLiteral("No buffer space available"), WriteError);
            return false;
        }
        enqueueReceivedFrames({frame});  // shows the test what was taken, in which order
        return true;
    }
    QString interpretErrorFrame(const QCanBusFrame&) override { return {}; }

    void lose_another() { setError(QStringLiteral("and another"), WriteError); }

protected:
    bool open() override {
        const QVariant bitrate = configurationParameter(BitRateKey);
        if (bitrate.isValid()) {
            setError(QStringLiteral("a bit rate was set"), ConfigurationError);
            return false;
        }
        setState(ConnectedState);
        return true;
    }
    void close() override { setState(UnconnectedState); }

private:
    const bool refuses_all_;
    const bool loses_late_;
    const int count_;
    int writes_ = 0;
};

}  // namespace

class StubbornPlugin : public QObject, public QCanBusFactory {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.qt-project.Qt.QCanBusFactory" FILE "stubborn_plugin.json")
    Q_INTERFACES(QCanBusFactory)
public:
    QList<QCanBusDeviceInfo> availableDevices(QString*) const override { return {}; }
    QCanBusDevice* createDevice(const QString& name, QString*) const override {
        return new StubbornDevice(name);
    }
};

#include "stubborn_plugin.moc"
Q_IMPORT_PLUGIN(StubbornPlugin)
