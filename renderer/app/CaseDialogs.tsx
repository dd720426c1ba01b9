import { useState } from 'react';
import { Button, Dialog, TextField } from './controls/index.ts';

/** Title and question of a new case; the question comes before any result. */
export function StartCaseDialog(props: { isOpen: boolean; onClose: () => void; onStart: (title: string, question: string) => void }) {
  const [title, setTitle] = useState('');
  const [question, setQuestion] = useState('');
  const start = () => {
    if (title.trim() === '') return;
    props.onStart(title.trim(), question.trim());
    setTitle('');
    setQuestion('');
  };
  return (
    <Dialog
      title="Start a case"
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>Cancel</Button>
          <Button variant="primary" onPress={start} isDisabled={title.trim() === ''}>
            Start the case
          </Button>
        </>
      }
    >
      <TextField label="Title" value={title} onChange={setTitle} maxLength={200} autoFocus placeholder="Supplier review, Q4" />
      <TextField
        label="Question"
        value={question}
        onChange={setQuestion}
        maxLength={2000}
        multiline
        placeholder="Can the loss of few operators stop our workload?"
        description="State it before you see results; it is printed on the first page of the report."
      />
    </Dialog>
  );
}

/** Takes a table from the clipboard as text. */
export function PasteDialog(props: { isOpen: boolean; onClose: () => void; onPaste: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <Dialog
      title="Paste a table"
      isOpen={props.isOpen}
      onClose={props.onClose}
      wide
      footer={
        <>
          <Button onPress={props.onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={text.trim() === ''}
            onPress={() => {
              props.onPaste(text);
              setText('');
            }}
          >
            Read the table
          </Button>
        </>
      }
    >
      <TextField
        label="Rows, with a header in the first line"
        value={text}
        onChange={setText}
        multiline
        autoFocus
        placeholder={'provider\tgpu_model\tgpu_count\ncountry ...'}
        description="Columns separated by tab, comma or semicolon, as a spreadsheet copies them, or a JSON array. The text is frozen and hashed like a file."
      />
    </Dialog>
  );
}
