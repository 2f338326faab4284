import Testing

@testable import Answering

@Suite("What robots.txt allows")
struct RobotsRulesTests {
    @Test(
        "The group that names us counts before the one for everybody",
        arguments: [
            ("User-agent: *\nDisallow: /", "/a", false),
            ("User-agent: *\nDisallow:", "/a", true),
            ("", "/a", true), ("nonsense\n: :\n\n", "/a", true),
            ("User-agent: other\nDisallow: /", "/a", true),
            ("User-agent: *\nDisallow: /\nUser-agent: dracobench\nAllow: /", "/a", true),
            ("User-agent: *\nAllow: /\nUser-agent: DracoBench\nDisallow: /", "/a", false),
            ("User-agent: dracobench\nUser-agent: x\nDisallow: /a", "/a", false),
            // Named without a rule: nothing is disallowed.
            ("User-agent: *\nDisallow: /\n\nUser-agent: dracobench\n", "/a", true),
            // Two groups that name us are one.
            (
                "user-agent: dracobench\ndisallow: /a\nuser-agent: x\ndisallow: /\n"
                    + "user-agent: dracobench\ndisallow: /b", "/b", false
            ),
            ("User-agent: *   # all\nDisallow: /a # no\nSitemap: x", "/a", false),
            ("Disallow: /", "/a", true), ("User-agent: *\r\nDisallow: /a\r\n", "/abc", false),
        ])
    func groups(file: String, path: String, isAllowed: Bool) {
        #expect(RobotsRules(parsing: file).allows(path: path) == isAllowed)
    }

    @Test(
        "The longest rule decides, and of two as long the one that allows",
        arguments: [
            ("Disallow: /a\nAllow: /a/b", "/a/b/c", true),
            ("Disallow: /a\nAllow: /a/b", "/a/c", false),
            ("Allow: /a\nDisallow: /a", "/a", true), ("Disallow: /a$", "/a", false),
            ("Disallow: /a$", "/ab", true), ("Disallow: /*.pdf$", "/x/y.pdf", false),
            ("Disallow: /*.pdf$", "/x/y.pdf?z", true), ("Disallow: /*?q=", "/s?q=1", false),
            ("Disallow: /a*b*c", "/axxbyyc", false), ("Disallow: /a*b*c", "/axxbyy", true),
            ("Disallow: *", "/a", false), ("Disallow: /", "", false),
            ("Disallow: /", "/robots.txt", true), ("Disallow: /%c3%a9", "/é", false),
            ("Disallow: /é", "/%C3%A9", false), ("Disallow: /A", "/a", true),
        ])
    func rules(rules: String, path: String, isAllowed: Bool) {
        #expect(
            RobotsRules(parsing: "User-agent: *\n" + rules).allows(path: path) == isAllowed)
    }

    @Test("Many stars end in time")
    func stars() {
        let rule = "Disallow: /" + String(repeating: "*a", count: 2_000) + "b$"
        let rules = RobotsRules(parsing: "User-agent: *\n" + rule)
        #expect(rules.allows(path: "/" + String(repeating: "a", count: 2_000)))
    }
}
