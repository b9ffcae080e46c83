-- What a user does: opens files, reads findings, takes code actions, types.
local function say(text)
  io.stdout:write(text .. "\n")
end

local function fail(text)
  say("FAILED: " .. text)
  for _, d in ipairs(vim.diagnostic.get(0)) do
    say("  " .. (d.lnum + 1) .. " " .. tostring(d.code) .. ": " .. d.message)
  end
  vim.cmd("cquit 1")
end

local function await(what, ready)
  if not vim.wait(60000, ready, 20) then
    fail("waited for " .. what)
  end
end

-- of lists the diagnostics of a rule in the current buffer.
local function of(rule)
  return vim.tbl_filter(function(d)
    return (d.code or (d.user_data and d.user_data.lsp.code)) == rule
  end, vim.diagnostic.get(0))
end

-- act takes the code action with a title at a finding, from the menu.
local function act(finding, title)
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
  local offered
  vim.ui.select = function(items, opts, choose)
    offered = {}
    for _, item in ipairs(items) do
      local text = opts.format_item(item)
      table.insert(offered, text)
      if text == title then
        return choose(item)
      end
    end
    choose(nil)
    fail("no action " .. title .. " among " .. table.concat(offered, ", "))
  end
  vim.lsp.buf.code_action()
  await("the menu", function() return offered end)
end

-- A fix.
vim.cmd("edit server/pool.js")
await("a finding in pool.js", function() return #of("oversizedpool") == 1 end)
act(of("oversizedpool")[1], "One thread for each core")
await("the fix", function() return #of("oversizedpool") == 0 end)
vim.cmd("write")

-- The measurement under the code lens, and the hover.
vim.cmd("edit server/report.js")
await("a finding in report.js", function() return #of("cpubound") == 1 end)
local finding = of("cpubound")[1]
vim.lsp.codelens.refresh()
await("a lens", function() return #vim.lsp.codelens.get(0) == 1 end)
vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
vim.lsp.codelens.run()
await("evidence", function() return #of("cpubound") == 1 and of("cpubound")[1].message:find("measured") end)
local hover
vim.lsp.buf_request(0, "textDocument/hover", vim.lsp.util.make_position_params(), function(_, result) hover = result end)
await("the hover", function() return hover end)
if not hover.contents.value:find("**cpubound**", 1, true) then
  fail("hover: " .. hover.contents.value)
end

-- Typing: the finding moves, goes and comes back.
vim.api.nvim_buf_set_lines(0, 0, 0, false, { "// é 😀 名前" })
await("the finding a line further down", function() return #of("cpubound") == 1 and of("cpubound")[1].lnum == finding.lnum + 1 end)
vim.cmd("undo")
await("the finding where it was", function() return #of("cpubound") == 1 and of("cpubound")[1].lnum == finding.lnum end)

-- A comment that ignores it.
act(of("cpubound")[1], "Ignore cpubound on this line")
await("silence", function() return #vim.diagnostic.get(0) == 0 end)
vim.cmd("write")

-- A config that another program writes counts from the next save on.
vim.cmd("edit web/src/thumbnails.ts")
await("a finding in thumbnails.ts", function() return #of("workerleak") == 1 end)
local config = assert(io.open("asynclint.json", "w"))
config:write('{"rules": {"workerleak": "off"}}')
config:close()
vim.cmd("write")
await("the config to count", function() return #of("workerleak") == 0 end)

say("all is well")
vim.cmd("qall!")
