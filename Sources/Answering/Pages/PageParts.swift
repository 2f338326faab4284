/// What of a page is the page itself, and what only frames it.
struct PageParts {
    /// Where the text is taken from.
    let content: HTMLNode
    let title: String?
    /// Bytes of text that the page shows, all of it.
    let textLength: Int
    private let bodyHeaderIsFrame: Bool

    init(_ root: HTMLNode) {
        var title: String?
        var mains: [HTMLNode] = []
        var articles: [HTMLNode] = []
        root.walk(enter: { node in
            if node.isHidden { return node.name == "head" }
            switch node.name {
            case "title": title = title ?? Self.line(of: node)
            case "main": mains.append(node)
            case "article": articles.append(node)
            case .some where node.attribute("role") == "main": mains.append(node)
            default: break
            }
            return true
        })
        self.title = title
        textLength = Self.length(of: root)
        // One of its kind and not just a teaser.
        let candidate = mains.first ?? (articles.count == 1 ? articles.first : nil)
        let length = candidate.map(Self.length) ?? 0
        let isPage = length >= Self.leastText && length >= textLength / Self.leastShare
        content = isPage ? candidate ?? root : root
        // The head of an article belongs to it, the head of a page does not.
        bodyHeaderIsFrame = !isPage
    }

    /// Whether an element is no part of what the page is about.
    func isFrame(_ node: HTMLNode) -> Bool {
        switch node.name {
        case "nav", "aside", "footer", "menu": return true
        case "header": return bodyHeaderIsFrame && !node.has("h1")
        case "form":
            // Some pages are one form from top to bottom.
            return Self.length(of: node) < textLength / Self.leastShare
        case .some:
            guard let role = node.attribute("role") else { return false }
            return ["navigation", "banner", "contentinfo", "complementary", "search"].contains(role)
        case nil: return false
        }
    }

    private static func length(of node: HTMLNode) -> Int {
        var length = 0
        node.walk(enter: { node in
            length += node.text?.utf8.count { $0 > 0x20 } ?? 0
            return !node.isHidden
        })
        return length
    }

    private static func line(of node: HTMLNode) -> String? {
        var text = ""
        node.walk(enter: { node in
            text += node.text ?? ""
            return true
        })
        let line = OneLine.of(text, limit: 300)
        return line.isEmpty ? nil : line
    }

    private static let leastText = 200
    private static let leastShare = 4
}

extension HTMLNode {
    /// Whether no browser shows what is in it, or nobody reads it.
    var isHidden: Bool {
        guard let name else { return false }
        return Self.hidden.contains(name) || attribute("hidden") != nil
    }

    fileprivate func has(_ name: String) -> Bool {
        var found = false
        walk(enter: { node in
            found = found || node.name == name
            return !found
        })
        return found
    }

    private static let hidden: Set<String> = [
        "head", "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe",
        "object", "embed", "audio", "video", "map", "button", "input", "select", "textarea",
        "datalist", "dialog",
    ]
}
