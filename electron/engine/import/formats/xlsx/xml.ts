import { StringDecoder } from 'node:string_decoder';
import sax from 'sax';
import { ChokepointError } from '../../../../../shared/case/error.ts';

/** What happens in an XML text; names come without their prefix. */
export type XmlHandler = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Without `strictEntities`, which the types do not know, the parser takes the entities of HTML too. */
const OPTIONS = { trim: false, position: false, strictEntities: true };

/**
 * Takes an XML text block by block. No document type is followed and no entity besides the five of XML is known, so a part of a
 * workbook can name no other file and cannot grow.
 *
 * @returns a function that takes the next bytes; `null` = the end
 * Errors: `workbook-damaged`
 */
export function xmlWriter(fileName: string, part: string, handler: XmlHandler): (bytes: Uint8Array | null) => void {
  const parser = sax.parser(true, OPTIONS);
  const decoder = new StringDecoder('utf8');
  parser.onopentag = (node) => {
    handler.open?.(localName(node.name), node.attributes as Record<string, string>);
  };
  parser.ontext = (text) => handler.text?.(text);
  parser.oncdata = (text) => handler.text?.(text);
  parser.onclosetag = (name) => handler.close?.(localName(name));
  parser.onerror = (error) => {
    throw new ChokepointError(
      'workbook-damaged',
      `"${fileName}": the part "${part}" is not valid XML (${error.message.split('\n')[0]}); nothing was imported.`,
      'Open the workbook in the program that made it and save it again.',
      { fileName, part },
    );
  };
  return (bytes) => {
    if (bytes) parser.write(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
    else {
      parser.write(decoder.end());
      parser.close();
    }
  };
}
