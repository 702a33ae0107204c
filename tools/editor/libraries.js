// What the desk's editor uses of CodeMirror and ProseMirror, in one file.
export { defaultKeymap, history, historyKeymap, redo as sourceRedo, undo as sourceUndo } from "@codemirror/commands";
export { html } from "@codemirror/lang-html";
export { markdown, markdownLanguage } from "@codemirror/lang-markdown";
export { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { EditorState as SourceState } from "@codemirror/state";
export { EditorView as SourceView, drawSelection, keymap as sourceKeymap } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export {
  baseKeymap, lift, setBlockType, toggleMark, wrapIn,
} from "prosemirror-commands";
export { dropCursor } from "prosemirror-dropcursor";
export { gapCursor } from "prosemirror-gapcursor";
export { history as visualHistory, redo, undo } from "prosemirror-history";
export { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
export { keymap } from "prosemirror-keymap";
export { DOMParser as VisualParser, Schema } from "prosemirror-model";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export { EditorState, Plugin, TextSelection } from "prosemirror-state";
export {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing,
  tableNodes,
} from "prosemirror-tables";
export { EditorView } from "prosemirror-view";
