// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/shutdown.hpp"

#include "sim/controller/senders.hpp"

namespace chargerig::controller {

void continue_shutdown(Context& context, bool may_open, bool keep_lowering) {
    if (!power_due(context)) return;
    ShutdownStep& step = context.session().shutdown;
    if (step == ShutdownStep::none || (step == ShutdownStep::standby && !may_open)) {
        step = ShutdownStep::standby;
        send_power(context, standby_frame(context.state.output_contactors_close));
    } else if (step == ShutdownStep::standby) {
        step = ShutdownStep::open;
        context.state.output_contactors_close = false;
        send_power(context, standby_frame(false));
    } else if (step == ShutdownStep::open) {
        step = ShutdownStep::lowering;
        send_power(context, standby_frame(false, true));
    } else {
        send_power(context, standby_frame(false, keep_lowering));
    }
}

}  // namespace chargerig::controller
