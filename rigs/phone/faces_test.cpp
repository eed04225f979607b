#include "rigs/phone/face.hpp"
#include "rigs/phone/vendor_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace simplespec::rigs {
namespace {

using handset::screen_kind;
using testing::HasSubstr;
using namespace std::chrono_literals;

const sip::instant noon{};

struct fixture {
    explicit fixture(const char* kind, http_account account = {}, bool ready = true)
        : phone(setup_of(kind), sip::entropy(1)),
          front(make_face(phone, std::move(account), ready, sip::entropy(2))) {
        phone.start(noon);
    }
    static handset_setup setup_of(const char* kind) {
        handset_setup out;
        out.kind = *find_model(kind);
        out.person.aor = out.line.aor = "sip:joe@example.com";
        out.person.context_keys[0].use = handset::key_use::presence;
        out.line.server = {sip::transport::udp, "192.0.2.1", 5060};
        out.local = {sip::transport::udp, "192.0.2.9", 5060};
        return out;
    }
    net::http_response get(std::string target) { return front->answer(noon, {.target = std::move(target)}); }
    net::http_response post(std::string target, std::string body, const char* type = "application/json") {
        return front->answer(noon, {.method = "POST",
                                    .target = std::move(target),
                                    .fields = {{"Content-Type", type}},
                                    .body = std::move(body)});
    }
    net::http_response execute(const std::string& xml) {
        std::string body = "XML=";
        for (const char c : xml) {
            constexpr std::string_view hex = "0123456789ABCDEF";
            const auto octet = static_cast<unsigned char>(c);
            body += {'%', hex[octet >> 4U], hex[octet & 15U]};
        }
        return post("/CGI/Execute", body, "application/x-www-form-urlencoded");
    }
    bool lists_states() const { return phone.screen().what == screen_kind::own_states; }

    virtual_handset phone;
    std::unique_ptr<face> front;
};

std::string item(const std::string& url) { return "<ExecuteItem URL=\"" + url + "\" Priority=\"0\"/>"; }
std::string items(const std::string& all) { return "<CiscoIPPhoneExecute>" + all + "</CiscoIPPhoneExecute>"; }

TEST(vendor_keys, are_spelled_as_their_makes_spell_them) {
    struct row {
        const char *kind, *name, *key; ///< empty: known, and does nothing; null: unknown
    };
    const row rows[] = {
        {"T46G", "OK", "OK"},         {"T46G", "X", "Cancel"},         {"T46G", "POUND", "#"},
        {"T46G", "F4", "S4"},         {"T46G", "L27", "P27"},          {"T46G", "7", "7"},
        {"T46G", "F_HOLD", ""},       {"T46G", "L28", nullptr},        {"T46G", "ok", nullptr},
        {"T46G", "F5", nullptr},      {"T46G", "", nullptr},           {"T46G", "07", nullptr},
        {"VVX450", "SoftKey1", "S1"}, {"VVX450", "DialpadPound", "#"}, {"VVX450", "Dialpad0", "0"},
        {"VVX450", "Select", "OK"},   {"VVX450", "ArrowDown", "Down"}, {"VVX250", "Line5", nullptr},
        {"VVX450", "OK", nullptr},    {"8841", "Key:NavDwn", "Down"},  {"8841", "Key:NavDown", nullptr},
        {"8841", "Key:Soft2", "S2"},  {"8841", "Key:Line10", "P10"},   {"8841", "Key:KeyPad9", "9"},
        {"8841", "Key:Release", ""},  {"8841", "Key:Soft", nullptr},   {"8841", "Dial:123", nullptr},
    };
    for (const auto& r : rows) {
        const auto found = find_vendor_key(r.name, *find_model(r.kind));
        ASSERT_EQ(found.has_value(), r.key != nullptr) << r.kind << " " << r.name;
        if (!found) continue;
        EXPECT_EQ(found->which ? handset::name(*found->which) : "", r.key) << r.kind << " " << r.name;
    }
}

TEST(yealink_face, takes_keys_and_gives_its_screen) {
    for (const auto* page : {"/servlet", "/cgi-bin/ConfigManApp.com", "/cgi-bin/cgiServer.exx"}) {
        fixture f("T46G");
        EXPECT_EQ(f.get(std::string(page) + "?key=F1;DOWN;Nonsense").status, 200);
        EXPECT_TRUE(f.lists_states()) << page;
        EXPECT_TRUE(f.phone.screen().rows[1].selected) << page;
    }
    fixture f("T46G");
    EXPECT_EQ(*read_picture(f.get("/screencapture").body), f.phone.shot());
    EXPECT_EQ(*read_picture(f.get("/servlet?command=screenshot").body), f.phone.shot());
    EXPECT_EQ(f.get("/servlet?key=REBOOT").status, 200);
    EXPECT_FALSE(f.phone.booting());
    EXPECT_EQ(f.get("/servlet?key=Reboot").status, 200);
    EXPECT_TRUE(f.phone.booting());
    EXPECT_EQ(f.get("/servlet?key=OK").status, 0);
}

TEST(yealink_face, forbids_what_was_not_allowed) {
    fixture boxed("T46G", {}, false);
    EXPECT_EQ(boxed.get("/servlet?key=F1").status, 403);
    EXPECT_THAT(boxed.get("/screencapture").body, HasSubstr("Remote control forbidden"));
    EXPECT_FALSE(boxed.lists_states());
    EXPECT_EQ(boxed.get("/screen.bmp").status, 404);
    EXPECT_EQ(fixture("T46G", {"admin", "admin", false}).get("/servlet?key=F1").status, 401);
}

TEST(poly_face, takes_keys_by_rest) {
    fixture f("VVX450");
    const auto press = [&](const std::string& name) {
        return f.post("/api/v1/mgmt/simulateKeyEvent", R"({"data":{"Type":"Tap","KeyName":")" + name + "\"}}")
            .body;
    };
    EXPECT_EQ(press("SoftKey1"), R"({"Status":"2000"})");
    EXPECT_TRUE(f.lists_states());
    EXPECT_EQ(press("VolUp"), R"({"Status":"2000"})");
    EXPECT_EQ(press("SoftKey9"), R"({"Status":"4004"})");
    EXPECT_EQ(f.get("/api/v1/mgmt/simulateKeyEvent").body, R"({"Status":"4003"})");
    EXPECT_THAT(f.get("/api/v1/mgmt/device/info").body, HasSubstr(R"("ModelNumber":"Poly VVX 450")"));
    EXPECT_THAT(f.post("/api/v1/mgmt/config/get", R"({"data":["up.screenCapture.enabled","none"]})").body,
                HasSubstr(R"("data":{"up.screenCapture.enabled":{"Value":"1"}})"));
}

TEST(poly_face, loses_the_screen_capture_with_every_reboot) {
    fixture f("VVX250");
    EXPECT_EQ(*read_picture(f.get("/captureScreen/mainScreen").body), f.phone.shot());
    EXPECT_EQ(f.post("/api/v1/mgmt/safeRestart", "").body, R"({"Status":"2000"})");
    EXPECT_EQ(f.get("/captureScreen/mainScreen").status, 0);
    f.phone.on_timer(noon + 1s);
    EXPECT_EQ(f.get("/captureScreen/mainScreen").status, 404);
    EXPECT_EQ(f.post("/api/v1/mgmt/config/set", R"({"data":{"up.screenCapture.enabled":"1"}})").body,
              R"({"Status":"2000"})");
    EXPECT_EQ(f.get("/captureScreen/mainScreen").status, 404) << "who is at the phone has to allow it, too";
}

TEST(poly_face, refuses_its_default_password_and_a_rest_that_is_off) {
    fixture unchanged("VVX450", {"Polycom", "456", false});
    net::http_request info{.target = "/api/v1/mgmt/device/info",
                           .fields = {{"Authorization", "Basic UG9seWNvbTo0NTY="}}};
    EXPECT_EQ(unchanged.front->answer(noon, info).body, R"({"Status":"4010"})");
    EXPECT_EQ(fixture("VVX450", {}, false).get("/api/v1/mgmt/device/info").status, 404);
}

TEST(cisco_face, executes_keys) {
    fixture f("8841");
    const auto got = f.execute(items(item("Key:Soft1") + item("Key:NavDwn")));
    EXPECT_EQ(got.status, 200);
    EXPECT_THAT(got.body, HasSubstr(R"(<ResponseItem Status="0" Data="Success" URL="Key:NavDwn"/>)"));
    EXPECT_TRUE(f.lists_states());
    EXPECT_TRUE(f.phone.screen().rows[1].selected);
    EXPECT_THAT(f.execute(items(item("Key:NoSuchKey"))).body, HasSubstr("Success")) << "dropped silently";
    EXPECT_EQ(*read_picture(f.get("/CGI/Screenshot").body), f.phone.shot());
    EXPECT_THAT(f.get("/DeviceInformationX").body, HasSubstr("<modelNumber>CP-8841</modelNumber>"));
    EXPECT_EQ(fixture("8841", {}, false).execute(items(item("Key:Soft1"))).status, 403);
}

TEST(cisco_face, says_what_is_wrong_by_number) {
    const std::pair<std::string, int> rows[] = {
        {"", 1},
        {"no xml", 1},
        {"<CiscoIPPhoneExecute>", 1},
        {items(std::string(600, ' ')), 1},
        {items(""), 2},
        {"<Other>" + item("Key:Soft1") + "</Other>", 2},
        {items("<ExecuteItem/>"), 2},
        {items(item("Key:" + std::string(300, 'x'))), 2},
        {items(item("Key:Soft1") + item("Key:Soft1") + item("Key:Soft1") + item("Key:Soft1")), 2},
    };
    for (const auto& [xml, number] : rows) {
        fixture f("8841");
        EXPECT_THAT(f.execute(xml).body, HasSubstr("Number=\"" + std::to_string(number) + "\"")) << xml;
        EXPECT_FALSE(f.lists_states()) << xml;
    }
}

// Requests that are nearly right: each face answers each of them, and lives.
TEST(faces, answer_whatever_comes) {
    const std::string seeds[] = {
        "/command.htm?key=F1,100,100;DOWN,900;%23",
        "/dummy.htm?settings=save&fkey0=keyevent%20F_PRESENCE&user_presence_buddy_list_uri1=sip:a@b&store_"
        "settings=save",
        "/servlet?key=OK;L1",
        "/api/v1/mgmt/simulateKeyEvent",
        "/CGI/Execute?XML=%3CCiscoIPPhoneExecute%3E%3CExecuteItem%20URL=%22Key:Soft1%22/%3E%3C/"
        "CiscoIPPhoneExecute%3E",
        "/press?key=P1&hold=900",
        "/xml_entities.htm",
        "/settings.htm",
        "/phone.json"};
    const std::string bodies[] = {"", R"({"data":{"Type":"Tap","KeyName":"SoftKey1"}})",
                                  "key=F1&Settings=Save", std::string(200, '['),
                                  R"({"data":[1,null,{"a":"b"}]})"};
    sip::entropy random(7);
    for (const auto* kind : {"snom320", "snomD785", "T46G", "VVX450", "8841"}) {
        fixture f(kind);
        std::set<int> statuses;
        for (int i = 0; i < 3000; ++i) {
            auto target = seeds[random.below(std::size(seeds))];
            auto body = bodies[random.below(std::size(bodies))];
            for (auto n = random.below(4); n > 0; --n) {
                auto& text = random.below(4) == 0 && !body.empty() ? body : target;
                const auto at = 1 + random.below(text.size());
                if (at >= text.size()) continue;
                if (random.below(3) == 0)
                    text.erase(at, random.below(8));
                else if (random.below(2) == 0)
                    text.insert(at, text.substr(random.below(text.size())));
                else
                    text[at] = static_cast<char>(random.below(256));
            }
            const net::http_request request{
                .method = random.below(2) == 0 ? "POST" : "GET",
                .target = target,
                .fields = {{"Connection", "keep-alive"},
                           {"Content-Type",
                            random.below(2) == 0 ? "application/x-www-form-urlencoded" : "x"}},
                .body = body};
            statuses.insert(f.front->answer(noon + std::chrono::milliseconds(i), request).status);
            f.phone.on_timer(noon + std::chrono::milliseconds(i));
            f.phone.take();
        }
        for (const int status : statuses)
            EXPECT_TRUE(status == 0 || (status >= 200 && status <= 503)) << status;
        EXPECT_GE(statuses.size(), 3U) << kind;
        f.phone.on_timer(noon + 1h);
        f.phone.shot();
    }
}

} // namespace
} // namespace simplespec::rigs
