import CXML2

/// An HTML page as libxml2 reads it: any bytes make some tree, nothing is fetched, and no document
/// type is loaded.
///
/// libxml2 stops where elements lie more than 256 deep in each other; what comes after is not there.
final class HTMLDocument {
    private let document: htmlDocPtr

    /// Nil where there is nothing.
    init?(parsing html: String) {
        Self.prepare
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue
            | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_NONET.rawValue
            | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_COMPACT.rawValue
        var html = html
        let document = html.withUTF8 { bytes -> htmlDocPtr? in
            guard !bytes.isEmpty, let count = Int32(exactly: bytes.count) else { return nil }
            return bytes.withMemoryRebound(to: CChar.self) {
                htmlReadMemory($0.baseAddress, count, nil, "UTF-8", Int32(options))
            }
        }
        guard let document else { return nil }
        self.document = document
    }

    deinit { xmlFreeDoc(document) }

    /// Once, before any thread parses.
    private static let prepare: Void = xmlInitParser()

    var root: HTMLNode? { xmlDocGetRootElement(document).map { HTMLNode($0, of: self) } }
}

/// An element or a text of a document, which it keeps alive.
struct HTMLNode {
    private let node: xmlNodePtr
    private let document: HTMLDocument
    /// In lower case; nil for texts and all that is no element.
    let name: String?

    fileprivate init(_ node: xmlNodePtr, of document: HTMLDocument) {
        self.node = node
        self.document = document
        name =
            node.pointee.type == XML_ELEMENT_NODE
            ? node.pointee.name.map { String(cString: $0) } : nil
    }

    /// Of a text; nil for everything else, comments among them.
    var text: String? {
        switch node.pointee.type {
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
            node.pointee.content.map { String(cString: $0) }
        // What is not known stays as it was written.
        case XML_ENTITY_REF_NODE: node.pointee.name.map { "&\(String(cString: $0));" }
        default: nil
        }
    }

    func attribute(_ name: String) -> String? {
        guard let value = xmlGetProp(node, name) else { return nil }
        defer { dracobench_xml_free(value) }
        return String(cString: value)
    }

    /// Visits everything under it, in the page's order and without recursion: a page decides how
    /// deep it goes.
    ///
    /// - Parameters:
    ///   - enter: whether what is under the node is visited; if not, it is not left either.
    ///   - leave: after all under it.
    func walk(enter: (HTMLNode) -> Bool, leave: (HTMLNode) -> Void = { _ in }) {
        guard var current = first else { return }
        while true {
            let here = HTMLNode(current, of: document)
            if enter(here) {
                if let child = here.first {
                    current = child
                    continue
                }
                leave(here)
            }
            while current.pointee.next == nil {
                guard let parent = current.pointee.parent, parent != node else { return }
                leave(HTMLNode(parent, of: document))
                current = parent
            }
            guard let next = current.pointee.next else { return }
            current = next
        }
    }

    /// An entity reference's children are its definition's, and no part of the page.
    private var first: xmlNodePtr? {
        node.pointee.type == XML_ELEMENT_NODE ? node.pointee.children : nil
    }
}
