// SPDX-License-Identifier: Apache-2.0
#include "sim/can/can_interface.hpp"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <fstream>

namespace chargerig::can {

namespace {

struct LinkRequest {
    nlmsghdr header;
    ifinfomsg info;
};

// The payload of the attribute of this type in a list of attributes; empty when it is not there.
std::string find_attribute(const char* list, std::size_t size, unsigned short type) {
    std::size_t at = 0;
    while (at + sizeof(rtattr) <= size) {
        rtattr attribute;
        std::memcpy(&attribute, list + at, sizeof attribute);
        if (attribute.rta_len < sizeof attribute || at + attribute.rta_len > size) break;
        if ((attribute.rta_type & NLA_TYPE_MASK) == type) {
            return {list + at + sizeof attribute, attribute.rta_len - sizeof attribute};
        }
        at += RTA_ALIGN(attribute.rta_len);
    }
    return {};
}

std::string ask_kernel(int socket, unsigned index) {
    LinkRequest request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_GETLINK;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.info.ifi_family = AF_UNSPEC;
    request.info.ifi_index = static_cast<int>(index);
    if (::send(socket, &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request))
        return {};

    std::array<char, 32768> answer;  // the size that iproute2 uses for one link message
    const ssize_t size = ::recv(socket, answer.data(), answer.size(), 0);
    nlmsghdr header;
    if (size < static_cast<ssize_t>(sizeof(LinkRequest))) return {};
    std::memcpy(&header, answer.data(), sizeof header);
    if (header.nlmsg_type != RTM_NEWLINK || header.nlmsg_len > static_cast<std::size_t>(size))
        return {};

    const std::size_t start = NLMSG_LENGTH(NLMSG_ALIGN(sizeof(ifinfomsg)));
    const std::string link_info =
        find_attribute(answer.data() + start, header.nlmsg_len - start, IFLA_LINKINFO);
    return find_attribute(link_info.data(), link_info.size(), IFLA_INFO_KIND);
}

}  // namespace

std::string link_kind(const std::string& interface) {
    const unsigned index = ::if_nametoindex(interface.c_str());
    if (index == 0) return {};
    const int socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (socket < 0) return {};
    std::string kind = ask_kernel(socket, index);
    ::close(socket);
    while (!kind.empty() && kind.back() == '\0') kind.pop_back();
    return kind;
}

bool is_virtual_can_interface(const std::string& interface) {
    const std::string kind = link_kind(interface);
    return kind == "vcan" || kind == "vxcan";
}

bool is_interface_up(const std::string& interface) {
    ifreq request{};
    if (interface.size() >= sizeof request.ifr_name) return false;
    std::memcpy(request.ifr_name, interface.data(), interface.size());
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return false;
    const bool known = ::ioctl(socket, SIOCGIFFLAGS, &request) == 0;
    ::close(socket);
    return known && (request.ifr_flags & IFF_UP) != 0;
}

std::vector<std::string> can_interfaces() {
    std::vector<std::string> names;
    struct if_nameindex* const all = ::if_nameindex();
    if (all == nullptr) return names;
    for (const auto* i = all; i->if_index != 0; ++i) {
        const std::string name = i->if_name;
        std::ifstream type("/sys/class/net/" + name + "/type");
        int value = 0;
        if (type >> value && value == ARPHRD_CAN) names.push_back(name);
    }
    ::if_freenameindex(all);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace chargerig::can
