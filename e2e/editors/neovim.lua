-- Opens, sees, hovers, fixes one, fixes all, allows with a reason, edits .tether.yml,
-- and closes, by the functions that a user's keys are bound to.
local result = { steps = {} }

local function finish(message)
  result.error = message
  local file = assert(io.open(os.getenv('RESULT'), 'w'))
  file:write(vim.fn.json_encode(result))
  file:close()
  vim.cmd('qall!')
end

local function found(bufnr)
  local list = {}
  for _, d in ipairs(vim.diagnostic.get(bufnr)) do
    table.insert(list, string.format('%s %d:%d', d.code or d.source, d.lnum + 1, d.col + 1))
  end
  table.sort(list)
  return list
end

local function wait(what, done)
  if not vim.wait(60000, done, 20) then
    error('waited in vain for ' .. what .. '; there is: ' .. vim.inspect(found(0)))
  end
end

local function count(n)
  return function() return #vim.diagnostic.get(0) == n end
end

-- The user chooses the first action whose title has some words.
local function choose(words)
  local chosen = false
  vim.ui.select = function(items, _, on_choice)
    for _, item in ipairs(items) do
      local title = item[2] and item[2].title or item.title
      if string.find(title, words, 1, true) then
        chosen = true
        on_choice(item)
        return
      end
    end
    error('no action "' .. words .. '" among ' .. vim.inspect(items))
  end
  vim.lsp.buf.code_action()
  wait('the action ' .. words, function() return chosen end)
end

local function scenario()
  vim.cmd('edit app.go')
  vim.bo.filetype = 'go'
  vim.bo.expandtab = false
  wait('the server', function() return next(vim.lsp.buf_get_clients(0)) ~= nil end)
  local _, client = next(vim.lsp.buf_get_clients(0))
  local id = client.id

  wait('three findings', count(3))
  result.steps.open = found(0)

  vim.fn.cursor(10, 30)
  vim.lsp.buf.hover()
  local text
  wait('the hover', function()
    for _, win in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(win).relative ~= '' then
        text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(win), 0, -1, false), '\n')
        return true
      end
    end
  end)
  result.steps.hover = text
  vim.cmd('silent! only')

  vim.fn.cursor(10, 30)
  choose('Defer f.Close()')
  wait('one finding less', count(2))
  result.steps.fixOne = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')

  vim.fn.cursor(1, 1)
  choose('Fix all that tether can fix in this file')
  wait('what has no fix', count(1))
  result.steps.fixAll = found(0)

  vim.fn.search('go func')
  choose('Allow it here')
  wait('a directive without a reason', function() return vim.fn.search('//tether:allow', 'nw') > 0 end)
  vim.fn.search('//tether:allow', 'w')
  vim.cmd('normal! Ait prints for as long as the program runs')
  wait('nothing', count(0))
  result.steps.allow = vim.api.nvim_get_current_line()
  vim.cmd('silent write')

  vim.fn.search('go func')
  vim.cmd('normal! kdd')
  wait('the launch again', count(1))
  vim.cmd('silent write')
  vim.fn.writefile({ 'version: 1', 'rules:', '  untracked/raw-go: off' }, '.tether.yml')
  wait('the config to count', count(0))
  vim.fn.writefile({ 'version: 1' }, '.tether.yml')
  wait('the config to count no more', count(1))
  result.steps.config = found(0)

  vim.lsp.stop_client(id)
  wait('the end', function() return vim.lsp.client_is_stopped(id) end)
  result.steps.closed = true
end

vim.schedule(function()
  local ok, err = pcall(scenario)
  finish(not ok and tostring(err) or nil)
end)
