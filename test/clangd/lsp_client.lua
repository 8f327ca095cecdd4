-- A real editor as client: opens FILE in neovim with async-clangd, waits for a
-- diagnostic of CHECK, applies its quick-fix, and waits for the diagnostic to go.
--
--   CLANGD=... FILE=... CHECK=... [FIX=<Lua pattern in the fix's title>] \
--     nvim --headless -u NONE -i NONE -n -c 'luafile lsp_client.lua'
--
-- Prints one line a step and the buffer at the end; exits 1 on the first step that does
-- not come true in time. With FIX=none it stops after the diagnostic.

local TIMEOUT_MS, POLL_MS = 60000, 20

local function say(...)
  io.stdout:write(string.format(...), '\n')
  io.stdout:flush()
end

local function leave(code)
  vim.cmd('set nomodified')
  vim.lsp.stop_client(vim.lsp.get_active_clients(), code ~= 0)
  vim.cmd('cquit ' .. code)
end

local function fail(...)
  say('FAILED: ' .. string.format(...))
  leave(1)
  error('unreachable')
end

local function need(name)
  return os.getenv(name) or fail('%s is not set', name)
end

--- Waits until `ready` returns something true, and returns that.
local function await(what, ready)
  local value
  local came = vim.wait(TIMEOUT_MS, function()
    value = ready()
    return value
  end, POLL_MS)
  return came and value or fail('no %s within %d s', what, TIMEOUT_MS / 1000)
end

local file, check = need('FILE'), need('CHECK')

vim.cmd('edit ' .. vim.fn.fnameescape(file))
vim.bo.filetype = 'cpp'
local buffer = vim.api.nvim_get_current_buf()

local client_id = vim.lsp.start_client({
  name = 'async-clangd',
  cmd = { need('CLANGD'), '--log=error' },
  root_dir = vim.fn.fnamemodify(file, ':p:h'),
  on_exit = function(code, signal)
    if signal ~= 0 then
      fail('async-clangd ended with code %d, signal %d', code, signal)
    end
  end,
})
if not client_id then
  fail('async-clangd did not start')
end
vim.lsp.buf_attach_client(buffer, client_id)
local client = vim.lsp.get_client_by_id(client_id)
await('initialisation', function() return client.initialized end)
say('attached')

-- Diagnostics arrive once a version of the text; the last publication counts.
local published = 0
local show = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(...)
  published = published + 1
  return show(...)
end

local function ours()
  return vim.tbl_filter(function(d) return d.code == check end, vim.diagnostic.get(buffer))
end

local found = await('diagnostic of ' .. check, function()
  local list = ours()
  return #list > 0 and list
end)
local first = found[1]
say('diagnostic: line %d: %s', first.lnum + 1, (first.message:gsub('\n.*', '')))
if os.getenv('FIX') == 'none' then
  leave(0)
end

local lsp = first.user_data.lsp
local params = {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = lsp.range or {
    start = { line = first.lnum, character = first.col },
    ['end'] = { line = first.end_lnum, character = first.end_col },
  },
  context = {
    only = { 'quickfix' },
    diagnostics = { {
      range = {
        start = { line = first.lnum, character = first.col },
        ['end'] = { line = first.end_lnum, character = first.end_col },
      },
      message = first.message,
      severity = first.severity,
      source = first.source,
      code = first.code,
    } },
  },
}
local reply = client.request_sync('textDocument/codeAction', params, TIMEOUT_MS, buffer)
local wanted = os.getenv('FIX') or ''
local action
for _, candidate in ipairs(reply and reply.result or {}) do
  say('offered: %s', candidate.title)
  if not action and candidate.edit and candidate.title:find(wanted) then
    action = candidate
  end
end
if not action then
  fail("no quick-fix with '%s' in its title", wanted)
end

local before = published
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
say('applied: %s', action.title)

await('new diagnostics after the fix', function() return published > before end)
await('end of the diagnostic', function() return #ours() == #found - 1 end)
say('gone')
local errors = vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
if #errors > 0 then
  fail('the buffer does not compile: %s', errors[1].message)
end
say('compiles')

for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
  say('| %s', line)
end
leave(0)
