extension JSONValue {
    /// The last JSON object that stands in a text: models put fences and prose around what they
    /// were asked to send bare, and some think aloud in JSON before they answer.
    ///
    /// Of nested objects only the outermost counts. Nil where there is none.
    ///
    /// - Parameter accept: tells an object that is what was asked for from one that merely occurs.
    package static func lastObject(
        in text: String, where accept: (JSONValue) -> Bool = { _ in true }
    ) -> JSONValue? {
        if let whole = try? JSONValue(parsing: text), whole.object != nil {  // Else look inside.
            return accept(whole) ? whole : nil
        }
        let bytes = Array(text.utf8)
        var found: JSONValue?
        var start = bytes.startIndex
        var triesLeft = 64
        while triesLeft > 0,
            let open = bytes[start...].firstIndex(of: UInt8(ascii: "{"))
        {
            triesLeft -= 1
            guard let end = endOfObject(in: bytes, from: open) else {
                start = open + 1
                continue
            }
            // Prose in braces is no news.
            let candidate = try? JSONValue(parsing: bytes[open..<end])
            if let candidate, accept(candidate) { found = candidate }
            start = candidate == nil ? open + 1 : end
        }
        return found
    }

    /// The index after the brace that closes the one at `open`, braces in strings not counted.
    private static func endOfObject(in bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        var inString = false
        var index = open
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "\\") where inString: index += 1
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "{") where !inString: depth += 1
            case UInt8(ascii: "}") where !inString:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }
}
